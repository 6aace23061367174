#include "api/outlines.hpp"

#include "api/kind.hpp"
#include "mail/inspection.hpp"
#include "mail/text.hpp"

namespace mailrig::api {
namespace {

constexpr std::size_t large = 256 << 10;  // takes a millisecond to read
constexpr std::size_t quick = 16 << 10;   // does not take a tenth of that

std::uint64_t key_of(const Message& message) { return message.number * 2; }
std::uint64_t key_of(const Transaction& transaction) { return transaction.number * 2 + 1; }

}  // namespace

std::unique_lock<std::mutex> Outlines::turn(std::uint64_t key, const Content* content) const {
  if (!content || content->size() <= large) return {};
  return std::unique_lock(turns_[key / 2 % turns_.size()]);
}

std::shared_ptr<const Outline> Outlines::keep(std::uint64_t key, Outline outline) const {
  auto kept = std::make_shared<const Outline>(std::move(outline));
  outlines_.put(key, kept, memory_of(*kept));
  return kept;
}

std::shared_ptr<const Outline> Outlines::of(std::uint64_t key, const Content* content) const {
  static const auto empty = std::make_shared<const Outline>();
  if (!content) return empty;
  if (auto known = outlines_.find(key)) return known;
  const auto turn = this->turn(key, content);
  if (turn)
    if (auto known = outlines_.find(key)) return known;
  return keep(key, outline_of(content->octets()));
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

Reading Outlines::whole(const Message& message) const {
  const auto turn = this->turn(key_of(message), message.content().get());
  return read(message);
}

// What a list shows of a large mail comes with it.
Reading Outlines::read(const Message& message) const {
  const std::string_view octets = message.content() ? message.content()->octets() : "";
  Reading reading = read_message(octets);
  if (octets.size() > large && !outlines_.has(key_of(message)))
    keep(key_of(message), outline_of(octets, reading.mime, snippet_of(octets, reading.mime)));
  return reading;
}

std::shared_ptr<const Reading> Outlines::reading(const Message& message) const {
  const auto turn = this->turn(key_of(message), message.content().get());
  if (!turn) return std::make_shared<const Reading>(read(message));
  if (auto known = readings_.find(message.number)) return known;
  auto reading = std::make_shared<const Reading>(without_bodies(read(message)));
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
