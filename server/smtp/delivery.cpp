#include "smtp/delivery.hpp"

#include <algorithm>
#include <utility>

namespace mailrig::smtp {

void Delivery::offer(Sender sender, Time now) {
  abandon(outcome::aborted, nullptr, now);
  store_.begin_transaction(record_, std::move(sender), now);
}

void Delivery::place(const Content* content) {
  const Transaction& open = *record_.open();
  const auto facts = record_.facts();
  Moment moment;
  moment.stage = Stage::eom;
  moment.facts = facts.get();
  moment.envelope = &open.envelope;
  if (content != nullptr) moment.content = content->octets();
  auto inboxes = behavior_.inboxes(moment);
  if (!std::ranges::equal(inboxes, open.inboxes)) record_.set_inboxes(std::move(inboxes));
}

void Delivery::refuse(const Said& said) {
  if (said.code == 0) return;
  refusal_ = said.text.substr(said.text.rfind('\n') + 1).substr(0, 3);
  refusal_reply_ = said.text;
}

void Delivery::answer_mail(const Said& said, const MailParameters& parameters, Time now) {
  record_.set_reply(said.text);
  begun_ = said.positive();
  parameters_ = parameters;
  if (!said.refused()) return;
  refuse(said);
  // Nothing can follow it but another MAIL, so that it is visible before the reply leaves.
  abandon(outcome::aborted, nullptr, now);
}

void Delivery::answer_rcpt(const Said& said, Recipient recipient, std::size_t most) {
  recipient.reply = said.text;
  recipient.valid = said.positive();
  recipient.kept = said.accept.value_or(recipient.valid);
  record_.set_reply(said.text);
  if (recipient.valid) {
    ++valid_;
    data_refused_ = false;  // DATA came too early, but now it may come again
  } else {
    refuse(said);
  }
  if (recipient.kept) ++kept_;
  if (recipient.valid || recipient.kept || record_.open()->envelope.to.size() < valid_ + most)
    record_.add_recipient(std::move(recipient));
}

void Delivery::answer_data(const Said& said, bool for_want_of_recipients) {
  record_.set_reply(said.text);
  // What refused the recipients says more than what follows from it.
  if (for_want_of_recipients && !refusal_.empty()) return;
  refuse(said);
  data_refused_ = said.refused();
}

bool Delivery::keeps(const Said& said) const {
  return open() && kept_ > 0 && said.accept.value_or(said.positive());
}

Outbox::Ack Delivery::finish(const Said& said, std::shared_ptr<const Content> content, bool keep,
                             Time now) {
  const std::string code =
      said.whole ? std::string(said.text.substr(said.text.rfind('\n') + 1).substr(0, 3))
                 : std::string(keep ? outcome::unacked : outcome::lost);
  place(content.get());
  const Store::Finished finished =
      store_.finish_transaction(record_, code, said.text, std::move(content), keep, now);
  reset();
  return {finished.transaction, finished.message != 0, said.end};
}

void Delivery::abandon(std::string_view word, std::shared_ptr<const Content> content, Time now) {
  if (!open()) return;
  const bool refused = !refusal_.empty() && (valid_ == 0 || data_refused_);
  const std::string reply = refused ? refusal_reply_ : record_.open()->reply.string();
  place(content.get());
  store_.finish_transaction(record_, refused ? std::string_view(refusal_) : word, reply,
                            std::move(content), false, now);
  reset();
}

void Delivery::reset() {
  begun_ = false;
  parameters_ = {};
  valid_ = kept_ = 0;
  data_refused_ = false;
  refusal_.clear();
  refusal_reply_.clear();
}

}  // namespace mailrig::smtp
