// What happened: the envelope, and the records of transactions and messages. Plain values; records
// are immutable once the store shares them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/content.hpp"
#include "store/event_log.hpp"
#include "store/rare.hpp"
#include "store/shared_text.hpp"

namespace mailrig {

// One esmtp-param as sent (RFC 5321 §4.1.2): keyword case kept, no value without "=".
struct Parameter {
  std::string keyword;
  std::optional<std::string> value;
};

// The reverse-path of MAIL. `address` is the Mailbox as sent, without angle brackets and source
// route; empty for <>. If the path could not be parsed it is the whole argument.
struct Sender {
  SharedText address;
  Rare<std::vector<Parameter>> parameters;
};

// A forward-path of RCPT, with what it was answered.
struct Recipient {
  SharedText address;
  Rare<std::vector<Parameter>> parameters;
  SharedText reply;    // as sent, without CRLF; empty if silence
  bool valid = false;  // the client may count on it: its reply began with 2
  bool kept = false;  // mailrig takes responsibility (differs from valid only by a rule's `accept`)
  SharedText data_reply = {};  // LMTP: its own to the end of data, without CRLF
};

struct Envelope {
  Sender from;
  std::vector<Recipient> to;  // in order, duplicates kept, refused ones too
};

// What is known of the client; replaced as a whole when something new is learned, so that a
// transaction keeps what held when it began.
struct Facts {
  std::uint64_t session = 0;      // number of the session
  std::string listener;           // name of the listener: "smtp"
  std::string protocol = "smtp";  // or "lmtp"
  std::string ip;                 // of the client, without brackets
  std::uint16_t client_port = 0;
  std::uint16_t port = 0;                // the listener's
  std::string helo;                      // argument of the last EHLO or HELO; empty before
  bool esmtp = false;                    // EHLO rather than HELO
  std::optional<std::string> user;       // authenticated identity
  std::optional<std::string> mechanism;  // SASL mechanism
  std::optional<std::string> tls;        // "TLSv1.3" …; nothing in the clear
  Rare<std::string> tls_cipher, tls_sni, tls_alpn;  // as in TlsInfo
  Rare<std::string> tls_alert;                      // that the client sent: "unknown_ca" …
  Rare<std::string> lease;                          // the inbox that leased the port; empty: none
  Rare<std::vector<Parameter>> forwarded;           // attributes of XFORWARD, as sent
  bool pregreet = false;                            // it spoke before the greeting
  // Of all that the session does; "default" leaves it to each recipient (Behavior::inboxes).
  std::string inbox = "default";
};

// The names of the inboxes that own a record, in order. Records may share one list.
class Owners {
 public:
  Owners() = default;
  Owners(std::vector<std::string> names)
      : names_(std::make_shared<const std::vector<std::string>>(std::move(names))) {}
  Owners(std::initializer_list<std::string> names) : Owners(std::vector<std::string>(names)) {}

  std::vector<std::string>::const_iterator begin() const { return list().begin(); }
  std::vector<std::string>::const_iterator end() const { return list().end(); }
  std::size_t size() const { return list().size(); }
  bool empty() const { return list().empty(); }
  const std::string& front() const { return list().front(); }
  bool operator==(const Owners& other) const {
    return names_ == other.names_ || list() == other.list();
  }

 private:
  const std::vector<std::string>& list() const {
    static const std::vector<std::string> none;
    return names_ ? *names_ : none;
  }
  std::shared_ptr<const std::vector<std::string>> names_;
};

// How a transaction ended, as a word of the API: a reply code, or lost, unacked, aborted.
namespace outcome {
inline constexpr std::string_view lost = "lost";        // the connection went, nothing kept
inline constexpr std::string_view unacked = "unacked";  // kept, but the reply did not leave whole
inline constexpr std::string_view aborted = "aborted";  // RSET, EHLO or QUIT
}  // namespace outcome

struct Transaction {
  std::uint64_t number = 0;            // id "t<number>"; numbers follow the order of MAIL
  std::uint64_t seq = 0;               // of its last change
  std::shared_ptr<const Facts> facts;  // as of MAIL
  WallTime began{}, ended{};
  Envelope envelope;
  SharedText outcome;
  SharedText reply;                      // the last one, without CRLF
  std::uint64_t message = 0;             // number of the message, 0 if none was kept
  std::uint64_t place = 0;               // in the timeline; 0 if its message stands there
  Rare<std::vector<std::string>> rules;  // ids of the rules that fired, in order, each once
  Owners inboxes;
  std::shared_ptr<const Content> content;  // null if none was sent, or it was deleted
  bool chunked = false;                    // its content came by BDAT: no dot was doubled
  EventLog events;                         // MAIL to its last reply
};

struct Message {
  std::uint64_t number = 0;  // id "m<number>"
  std::uint64_t seq = 0;
  std::uint64_t place = 0;  // in the timeline
  WallTime received{};
  std::shared_ptr<const Transaction> transaction;  // null if it was put in by the API
  struct Seed {
    Envelope envelope;
    Owners inboxes;
    std::shared_ptr<const Content> content;
  };
  Rare<Seed> seed;  // what has no transaction to say so
  Rare<std::vector<std::string>> tags;
  bool read = false;

  const Envelope& envelope() const { return transaction ? transaction->envelope : seed->envelope; }
  const Owners& inboxes() const { return transaction ? transaction->inboxes : seed->inboxes; }
  const std::shared_ptr<const Content>& content() const {
    return transaction ? transaction->content : seed->content;
  }
};

// What became of one recipient of `transaction`: the code that refused it, or that LMTP answered
// for it at the end of data, else what became of the whole.
std::string_view outcome_of(const Transaction& transaction, const Recipient& recipient);

// "m17", "t4", "s12": the kind's letter and the number.
std::string make_id(char letter, std::uint64_t number);
// The number behind `letter`; nothing if `id` is not of that form.
std::optional<std::uint64_t> parse_id(char letter, std::string_view id);

}  // namespace mailrig
