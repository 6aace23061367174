#include "api/outlines.hpp"

#include "api/kind.hpp"
#include "mail/inspection.hpp"

namespace mailrig::api {
namespace {

constexpr std::size_t large = 256 << 10;  // takes a millisecond to read
constexpr std::size_t quick = 16 << 10;   // does not take a tenth of that

std::uint64_t key_of(const Message& message) { return message.number * 2; }
std::uint64_t key_of(const Transaction& transaction) { return transaction.number * 2 + 1; }

}  // namespace

std::shared_ptr<const Outline> Outlines::of(std::uint64_t key, const Content* content) const {
  static const auto empty = std::make_shared<const Outline>();
  if (!content) return empty;
  if (auto known = outlines_.find(key)) return known;
  auto outline = std::make_shared<const Outline>(outline_of(content->octets()));
  outlines_.put(key, outline, memory_of(*outline));
  return outline;
}

std::shared_ptr<const Outline> Outlines::of(const Message& message) const {
  return of(key_of(message), message.content().get());
}

std::shared_ptr<const Outline> Outlines::of(const StoreEntry& entry) const {
  if (const auto* message = std::get_if<0>(&entry.record)) return of(**message);
  const auto* transaction = std::get_if<1>(&entry.record);
  return transaction ? of(key_of(**transaction), (*transaction)->content.get()) : of(0, nullptr);
}

std::vector<Diagnostic> Outlines::kinds(const Message& message) const {
  if (!message.content()) return {};
  if (const auto known = outlines_.find(key_of(message))) return known->kinds;
  if (message.content()->size() > quick) return of(message)->kinds;
  return kinds_of(inspect(message.content()->octets()).diagnostics);
}

std::shared_ptr<const Reading> Outlines::reading(const Message& message) const {
  const std::string_view octets = message.content() ? message.content()->octets() : "";
  if (octets.size() <= large) return std::make_shared<const Reading>(read_message(octets));
  if (auto known = readings_.find(message.number)) return known;
  auto reading = std::make_shared<const Reading>(without_bodies(read_message(octets)));
  readings_.put(message.number, reading, memory_of(*reading));
  return reading;
}

std::uint64_t Outlines::effort(std::uint64_t key, const Content* content) const {
  return glance + (content && !outlines_.has(key) ? content->size() : 0);
}

std::uint64_t Outlines::effort(const Message& message) const {
  return effort(key_of(message), message.content().get());
}

std::uint64_t Outlines::effort(const StoreEntry& entry) const {
  if (const auto* message = std::get_if<0>(&entry.record)) return effort(**message);
  const auto* transaction = std::get_if<1>(&entry.record);
  if (!transaction) return glance;
  return effort(key_of(**transaction), (*transaction)->content.get());
}

std::uint64_t Outlines::effort_of_reading(const Message& message) const {
  if (!message.content()) return glance;
  const auto known = readings_.find(message.number);
  if (!known) return glance + message.content()->size();
  return memory_of(*known) + known->mime.parts.front().header.end;
}

}  // namespace mailrig::api
