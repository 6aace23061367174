// Replies on their way out: joined into one Write as far as pacing allows (RFC 2920 §3.2), and
// which of them acknowledge a transaction.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/action.hpp"

namespace mailrig::smtp {

class Outbox {
 public:
  // Goes out with what else is waiting.
  void say(std::string_view octets) {
    if (!specials_.empty()) return say(octets, {}, {});
    if (plain_.capacity() < kUsual) plain_.reserve(kUsual);
    plain_.append(octets);
  }
  // Goes out on its own, behind what is waiting. `octets` may be empty: then only the delay.
  // Nothing more is looked at before it has left.
  void say(std::string_view octets, const Delay& delay, const Pace& pace);
  // Behind all that: the end.
  void close(Close close) { close_ = close; }
  // What is waiting has to leave before anything else is looked at.
  void flush() { flush_ = true; }

  bool empty() const { return plain_.empty() && specials_.empty(); }
  const std::optional<Close>& closing() const { return close_; }
  // The session must not go on before everything has left.
  bool blocked() const { return (flush_ && !empty()) || !specials_.empty() || close_; }

  // The next Write, or the Close behind all of them. Not to be called on an empty outbox without
  // one.
  Action next();
  // The last Write left whole.
  void wrote();
  // Offset in the connection's output of the octet that is said next.
  std::uint64_t offset() const {
    std::uint64_t end = written_ + plain_.size();
    for (const Special& special : specials_) end += special.octets.size();
    return end;
  }
  // Octets that left in all, if `unsent` of the last Write did not.
  std::uint64_t left(std::size_t unsent = 0) const;
  // So much waits that it should leave before more is said.
  bool full() const { return plain_.size() > (64 << 10); }

  struct Ack {
    std::uint64_t transaction = 0;
    bool kept = false;
    std::uint64_t end = 0;  // offset behind its last octet
  };
  // The octets before ack.end hold the reply to the end of data of a transaction.
  void acknowledges(const Ack& ack) { acks_.push_back(ack); }
  // Those that did not leave whole, when `unsent` octets of the last Write stayed behind.
  std::vector<Ack> unsent(std::size_t unsent) const;

 private:
  static constexpr std::size_t kUsual = 120;  // what replies take, but for EHLO's

  struct Special {
    std::string octets;
    Delay delay;
    Pace pace;
  };

  std::string plain_;
  std::list<Special> specials_;  // mostly none, which then takes no room
  std::optional<Close> close_;
  bool flush_ = false;
  enum class Leaving : std::uint8_t { nothing, plain, special } leaving_ = Leaving::nothing;
  std::uint64_t written_ = 0;
  boost::container::small_vector<Ack, 1> acks_;
};

}  // namespace mailrig::smtp
