// How a paced Write is cut into pieces.
#pragma once

#include <algorithm>
#include <string_view>

#include "session/action.hpp"

namespace mailrig::net {

struct Piece {
  std::size_t octets = 0;
  Milliseconds pause{0};  // after it, if more follow
};

// The next piece of `rest`, which is not empty.
inline Piece next_piece(std::string_view rest, const Pace& pace) {
  Piece piece{rest.size(), pace.every};
  if (pace.split) {
    const std::size_t end = rest.find('\n');
    if (end != rest.npos) piece.octets = end + 1;
  }
  if (pace.chunk) piece.octets = std::min(piece.octets, pace.chunk);
  if (pace.rate) {
    // Without pieces asked for: a tenth of a second's worth.
    if (!pace.chunk && !pace.split)
      piece.octets =
          std::min<std::size_t>(piece.octets, std::max<std::uint64_t>(1, pace.rate / 10));
    piece.pause = std::max(piece.pause, Milliseconds(1'000 * piece.octets / pace.rate));
  }
  return piece;
}

}  // namespace mailrig::net
