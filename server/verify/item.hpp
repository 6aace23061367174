// One thing that an expectation can count, of any kind, with the values of its fields.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/query.hpp"
#include "verify/expectation.hpp"

namespace mailrig {

// A session as it was when it was looked at. `lines` are filled in only where they are asked for.
struct Visit {
  struct Line {
    Event event;
    std::uint64_t transaction = 0;       // number; 0 outside any
    std::shared_ptr<const Facts> facts;  // as far as they are known of that moment
  };
  SessionState state;
  std::vector<Line> lines;
};

class Item {
 public:
  static Item of(std::shared_ptr<const Message> message) { return Item(std::move(message)); }
  static Item of(std::shared_ptr<const Transaction> transaction) {
    return Item(std::move(transaction));
  }
  static Item of(std::shared_ptr<const Visit> visit) { return Item(std::move(visit)); }
  // The command that stands in `line` of the visit.
  static Item command(std::shared_ptr<const Visit> visit, std::size_t line);
  // The firing in `entry` of the line's trace.
  static Item firing(std::shared_ptr<const Visit> visit, std::size_t line, std::size_t entry);

  // The same, about one of its recipients: `to` and a transaction's outcome are that one's.
  Item about(const Recipient& recipient) const;
  const Recipient* recipient() const { return about_; }
  // Those it has: of a message only the ones it was kept for.
  std::vector<const Recipient*> recipients() const;

  // Views live as long as the item's record.
  Value value(const FieldName& name) const;

  // "m3", "t4", "s2": of the record, or of the session that the line stands in.
  std::string id() const;
  // The same for people: a command shows its words, secrets masked.
  std::string title() const;
  std::uint64_t session() const;           // number; 0 if there is none (a message put in by API)
  const Transaction* transaction() const;  // the one it is or came with; null if there is none
  const Visit* visit() const;              // of a session; else null
  WallTime when() const;                   // when it began or came
  const std::string& inbox() const;        // the first of its inboxes
  // False while it may still change: an open session.
  bool final() const;
  // The events of a session that rules counted, each with the id of its transaction, or session.
  void tell_trace(const std::function<void(const std::string& record, const Event&)>& tell) const;

 private:
  struct Place {
    std::shared_ptr<const Visit> visit;
    std::size_t line;
    static constexpr std::size_t no_entry = static_cast<std::size_t>(-1);
    std::size_t entry;  // of the trace; no_entry for a command

    const Visit::Line& at() const { return visit->lines[line]; }
    bool is_firing() const { return entry != no_entry; }
  };
  using Held = std::variant<std::shared_ptr<const Message>, std::shared_ptr<const Transaction>,
                            std::shared_ptr<const Visit>, Place>;

  template <class T>
  explicit Item(T held) : held_(std::move(held)) {}
  Value of_place(const Place& place, const FieldName& name) const;

  Held held_;
  const Recipient* about_ = nullptr;
};

// True if all of `conditions` hold for the item.
bool holds(const Conditions& conditions, const Item& item);

}  // namespace mailrig
