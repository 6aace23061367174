// What came of moving octets without waiting.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mailrig::net {

struct Transfer {
  enum class State : std::uint8_t { done, would_block, ended, lost };
  std::size_t octets = 0;
  State state = State::done;  // ended: the peer's FIN; lost: reset, or another error
};

}  // namespace mailrig::net
