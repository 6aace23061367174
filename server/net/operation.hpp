// An operation of the reactor in the shape of Asio: its completion handler.
#pragma once

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include "net/reactor.hpp"
#include "store/spare_blocks.hpp"

namespace mailrig::net {

// `Handler` takes (error_code), that of a read (error_code, octets).
template <bool reads, class Handler>
class HandledOperation final : public Reactor::Operation,
                               public Recycled<HandledOperation<reads, Handler>> {
 public:
  HandledOperation(Handler handler, std::span<char> into)
      : Operation(into), handler_(std::move(handler)) {}

  void complete(Reactor::Pending self, int error, std::size_t octets) override {
    using boost::system::error_code;
    error_code code(error, boost::system::system_category());
    Handler handler = std::move(handler_);
    self.reset();  // the block is the next operation's
    if constexpr (reads) {
      if (error == 0 && octets == 0) code = boost::asio::error::eof;
      std::move(handler)(code, octets);
    } else {
      std::move(handler)(code);
    }
  }

 private:
  Handler handler_;
};

template <class Handler>
Reactor::Pending wait_operation(Handler&& handler) {
  using Wait = HandledOperation<false, std::decay_t<Handler>>;
  return std::make_unique<Wait>(std::forward<Handler>(handler), std::span<char>());
}

template <class Handler>
Reactor::Pending read_operation(Handler&& handler, std::span<char> into) {
  using Read = HandledOperation<true, std::decay_t<Handler>>;
  return std::make_unique<Read>(std::forward<Handler>(handler), into);
}

}  // namespace mailrig::net
