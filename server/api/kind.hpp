// What the three kinds of record have in common for lists, waits and `latest`.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "api/answer.hpp"
#include "api/outlines.hpp"
#include "store/store.hpp"

namespace mailrig::api {

// `summary` is what a list shows of a record; `effort` is how many octets that takes to read now.
template <class Record>
struct Kind;

// Octets that showing a record is worth which stands there already.
inline constexpr std::uint64_t glance = 256;

template <>
struct Kind<const Message> {
  static constexpr char letter = 'm';
  static constexpr std::string_view noun = "message";
  static constexpr ChangeKind change = ChangeKind::message;
  static constexpr Searched searched = Searched::messages;
  static Page<const Message> find(const Store& store, const Query& query, const Stop& stop) {
    return store.find_messages(query, &stop);
  }
  static std::variant<std::shared_ptr<const Message>, Store::Missing> get(const Store& store,
                                                                          std::uint64_t number) {
    return store.message(number);
  }
  static std::string summary(const Message& message, const Outlines& outlines);
  static std::uint64_t effort(const Message& message, const Outlines& outlines) {
    return outlines.effort(message);
  }
};

template <>
struct Kind<const Transaction> {
  static constexpr char letter = 't';
  static constexpr std::string_view noun = "transaction";
  static constexpr ChangeKind change = ChangeKind::transaction;
  static constexpr Searched searched = Searched::transactions;
  static Page<const Transaction> find(const Store& store, const Query& query, const Stop& stop) {
    return store.find_transactions(query, &stop);
  }
  static std::variant<std::shared_ptr<const Transaction>, Store::Missing> get(
      const Store& store, std::uint64_t number) {
    return store.transaction(number);
  }
  static std::string summary(const Transaction& transaction, const Outlines&);
  static std::uint64_t effort(const Transaction&, const Outlines&) { return glance; }
};

template <>
struct Kind<SessionRecord> {
  static constexpr char letter = 's';
  static constexpr std::string_view noun = "session";
  static constexpr ChangeKind change = ChangeKind::session;
  static constexpr Searched searched = Searched::sessions;
  static Page<SessionRecord> find(const Store& store, const Query& query, const Stop& stop) {
    return store.find_sessions(query, &stop);
  }
  static std::variant<std::shared_ptr<SessionRecord>, Store::Missing> get(const Store& store,
                                                                          std::uint64_t number) {
    return store.session(number);
  }
  static std::string summary(const SessionRecord& session, const Outlines&);
  static std::uint64_t effort(const SessionRecord&, const Outlines&) { return glance; }
};

}  // namespace mailrig::api
