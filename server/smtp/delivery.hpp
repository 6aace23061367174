// The open mail transaction of a session (RFC 5321 §3.3): what stands of it, and how it ends in the
// record.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "smtp/parameters.hpp"
#include "smtp/voice.hpp"
#include "store/store.hpp"

namespace mailrig::smtp {

class Delivery {
 public:
  Delivery(Store& store, const Behavior& behavior, SessionRecord& record)
      : store_(store), behavior_(behavior), record_(record) {}

  // A record is open: from MAIL on, whatever it was answered, to its end.
  bool open() const { return record_.open() != nullptr; }
  // MAIL took effect for the client.
  bool begun() const { return begun_; }
  const MailParameters& parameters() const { return parameters_; }
  std::size_t valid_recipients() const { return valid_; }
  bool has_recipients() const { return open() && !record_.open()->envelope.to.empty(); }

  // Opens the record; one that is still open was aborted.
  void offer(Sender sender, Time now);
  // What MAIL was answered. A refused one ends at once.
  void answer_mail(const Said& said, const MailParameters& parameters, Time now);
  // At most `most` refused recipients are recorded; the transcript has them all.
  void answer_rcpt(const Said& said, Recipient recipient, std::size_t most);
  // DATA got no 354. `for_want_of_recipients`: by the server itself, because none was valid.
  void answer_data(const Said& said, bool for_want_of_recipients);

  // True if the message is to be kept, by what was said and the recipients that stand.
  bool keeps(const Said& said) const;
  // The end of data was answered. Visible to all when this returns; then a reply that does not
  // leave whole can be corrected by `ack`.
  Outbox::Ack finish(const Said& said, std::shared_ptr<const Content> content, bool keep, Time now);
  // It ends before the end of data was answered: `word` is outcome::aborted or outcome::lost,
  // unless it had been refused by then.
  void abandon(std::string_view word, std::shared_ptr<const Content> content, Time now);

 private:
  void refuse(const Said& said);
  void place(const Content* content);  // says which inboxes the open record is in
  void reset();

  Store& store_;
  const Behavior& behavior_;
  SessionRecord& record_;
  bool begun_ = false;
  MailParameters parameters_;
  std::size_t valid_ = 0, kept_ = 0;
  bool data_refused_ = false;
  std::string refusal_;        // code of the last refusal
  std::string refusal_reply_;  // and its text
};

}  // namespace mailrig::smtp
