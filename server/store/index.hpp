// Which messages and transactions have a recipient, a sender or an inbox. Not thread-safe: the
// store's lock guards it.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "match/field.hpp"
#include "store/postings.hpp"
#include "store/record.hpp"
#include "store/text_hash.hpp"

namespace mailrig {

class Index {
 public:
  void add(const Message& message);
  // With the message that it became, or null.
  void add(const Transaction& transaction, const Message* message);
  void remove(const Message& message);
  void remove(const Transaction& transaction);

  // The records whose `field` is `value`, in lower case, as value_of() would say; null if there are
  // none. Stands until the next change.
  const Postings* messages(Field field, std::string_view value) const;
  const Postings* transactions(Field field, std::string_view value) const;
  static bool covers(Field field) {
    return field == Field::to || field == Field::from || field == Field::inbox;
  }

 private:
  struct Lists {
    Postings messages, transactions;
  };
  // Keys share the addresses of the records as far as those are in lower case.
  using Map = std::unordered_map<SharedText, Lists, TextHash, std::equal_to<>>;

  // Calls each(field, value, counts): whether a message of this transaction would have the value.
  template <class Each>
  static void visit(const Envelope& envelope, const Owners& owners, Each&& each);
  void take(Field field, const SharedText& value, std::uint64_t number, Postings Lists::*list);
  Map& map(Field field);
  const Lists* find(Field field, std::string_view value) const;

  Map recipients_, senders_, inboxes_;
};

}  // namespace mailrig
