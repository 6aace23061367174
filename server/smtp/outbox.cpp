#include "smtp/outbox.hpp"

#include <algorithm>

namespace mailrig::smtp {

void Outbox::say(std::string_view octets, const Delay& delay, const Pace& pace) {
  // Of several replies with the same pace only the first is delayed.
  if (!specials_.empty() && !delay.any() && specials_.back().pace == pace &&
      leaving_ != Leaving::special) {
    specials_.back().octets.append(octets);
    return;
  }
  specials_.push_back({std::string(octets), delay, pace});
}

Action Outbox::next() {
  if (!plain_.empty()) {
    leaving_ = Leaving::plain;
    const bool last = close_ && close_->how == Close::How::fin && specials_.empty();
    return Write{plain_, {}, {}, last};
  }
  if (!specials_.empty()) {
    leaving_ = Leaving::special;
    const Special& special = specials_.front();
    return Write{special.octets, special.delay, special.pace, false};
  }
  return *close_;
}

void Outbox::wrote() {
  if (leaving_ == Leaving::plain) {
    written_ += plain_.size();
    plain_.clear();
  } else if (leaving_ == Leaving::special) {
    const Special& special = specials_.front();
    const std::size_t cut = special.pace.cut;
    written_ += cut > 0 ? std::min(cut, special.octets.size()) : special.octets.size();
    specials_.pop_front();
  }
  leaving_ = Leaving::nothing;
  if (empty()) flush_ = false;
  const auto late =
      std::find_if(acks_.begin(), acks_.end(), [&](const Ack& ack) { return ack.end > written_; });
  acks_.erase(acks_.begin(), late);  // they are in the order of their ends
}

std::uint64_t Outbox::left(std::size_t unsent) const {
  const std::size_t leaving = leaving_ == Leaving::plain     ? plain_.size()
                              : leaving_ == Leaving::special ? specials_.front().octets.size()
                                                             : 0;
  return written_ + leaving - std::min(unsent, leaving);
}

std::vector<Outbox::Ack> Outbox::unsent(std::size_t unsent) const {
  const std::uint64_t left_whole = left(unsent);
  std::vector<Ack> late;
  for (const Ack& ack : acks_)
    if (ack.end > left_whole) late.push_back(ack);
  return late;
}

}  // namespace mailrig::smtp
