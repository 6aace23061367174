#include "verify/item.hpp"

#include "mail/address.hpp"
#include "mail/ascii.hpp"

namespace mailrig {
namespace {

// In upper case.
std::string verb_of(std::string_view line) {
  std::string verb(line.substr(0, line.find(' ')));
  for (char& c : verb)
    if (is_alpha(c)) c = static_cast<char>(lower(c) - 32);
  return verb;
}

const Envelope* envelope_of(const Message* message, const Transaction* transaction) {
  return message ? &message->envelope() : transaction ? &transaction->envelope : nullptr;
}

}  // namespace

Item Item::command(std::shared_ptr<const Visit> visit, std::size_t line) {
  return Item(Place{std::move(visit), line, Place::no_entry});
}

Item Item::firing(std::shared_ptr<const Visit> visit, std::size_t line, std::size_t entry) {
  return Item(Place{std::move(visit), line, entry});
}

Item Item::about(const Recipient& recipient) const {
  Item item = *this;
  item.about_ = &recipient;
  return item;
}

std::vector<const Recipient*> Item::recipients() const {
  const auto* message = std::get_if<std::shared_ptr<const Message>>(&held_);
  const auto* transaction = std::get_if<std::shared_ptr<const Transaction>>(&held_);
  const Envelope* envelope =
      envelope_of(message ? message->get() : nullptr, transaction ? transaction->get() : nullptr);
  std::vector<const Recipient*> all;
  if (!envelope) return all;
  // A message knows just the recipients it was kept for; one that was put in knows all.
  const bool kept_only = message && (*message)->transaction;
  for (const Recipient& recipient : envelope->to)
    if (recipient.kept || !kept_only) all.push_back(&recipient);
  return all;
}

Value Item::value(const FieldName& name) const {
  if (about_) {
    if (name.field == Field::to) return std::string_view(about_->address);
    if (name.field == Field::to_domain) return domain_of(about_->address);
    if (const auto* held = std::get_if<std::shared_ptr<const Transaction>>(&held_);
        held && name.field == Field::outcome)
      return outcome_of(**held, *about_);
  }
  return std::visit(
      [&](const auto& held) -> Value {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, Place>)
          return of_place(held, name);
        else if constexpr (std::is_same_v<std::decay_t<decltype(held)>,
                                          std::shared_ptr<const Visit>>)
          return value_of(held->state, name);
        else
          return value_of(*held, name);
      },
      held_);
}

Value Item::of_place(const Place& place, const FieldName& name) const {
  const Visit::Line& line = place.at();
  switch (name.field) {
    case Field::verb:
      return verb_of(line.event.text);
    case Field::arg: {
      const std::string text = line.event.masked();
      const std::size_t space = text.find(' ');
      return space == std::string::npos ? std::string() : text.substr(space + 1);
    }
    case Field::stage:
      return to_string(line.event.stage);
    case Field::transaction:
      return line.transaction ? Value(make_id('t', line.transaction)) : Value();
    case Field::rule: {
      const TraceEntry& entry = line.event.trace[place.entry];
      std::vector<std::string_view> names{entry.rule};
      if (!entry.name.empty()) names.emplace_back(entry.name);
      return names;
    }
    case Field::key: {
      const TraceEntry& entry = line.event.trace[place.entry];
      return entry.key.empty() ? Value() : Value(std::string_view(entry.key));
    }
    default: {
      // What a session knows of its client, as of this line.
      SessionState state;
      state.facts = line.facts;
      return value_of(state, name);
    }
  }
}

std::string Item::id() const {
  if (const auto* held = std::get_if<std::shared_ptr<const Message>>(&held_))
    return make_id('m', (*held)->number);
  if (const auto* held = std::get_if<std::shared_ptr<const Transaction>>(&held_))
    return make_id('t', (*held)->number);
  return make_id('s', session());
}

std::string Item::title() const {
  const Place* place = std::get_if<Place>(&held_);
  if (!place) return id();
  if (!place->is_firing()) return place->at().event.masked() + " in " + id();
  const std::uint64_t transaction = place->at().transaction;
  return place->at().event.trace[place->entry].rule + " at " +
         std::string(to_string(place->at().event.stage)) + " in " +
         (transaction ? make_id('t', transaction) : id());
}

std::uint64_t Item::session() const {
  if (const auto* held = std::get_if<std::shared_ptr<const Visit>>(&held_))
    return (*held)->state.number;
  if (const auto* held = std::get_if<Place>(&held_)) return held->visit->state.number;
  const Transaction* own = transaction();
  return own ? own->facts->session : 0;
}

const Transaction* Item::transaction() const {
  if (const auto* held = std::get_if<std::shared_ptr<const Message>>(&held_))
    return (*held)->transaction.get();
  if (const auto* held = std::get_if<std::shared_ptr<const Transaction>>(&held_))
    return held->get();
  return nullptr;
}

const Visit* Item::visit() const {
  const auto* held = std::get_if<std::shared_ptr<const Visit>>(&held_);
  return held ? held->get() : nullptr;
}

WallTime Item::when() const {
  if (const auto* held = std::get_if<std::shared_ptr<const Message>>(&held_))
    return (*held)->received;
  if (const auto* held = std::get_if<std::shared_ptr<const Transaction>>(&held_))
    return (*held)->began;
  if (const auto* held = std::get_if<std::shared_ptr<const Visit>>(&held_))
    return (*held)->state.began;
  const Place& place = std::get<Place>(held_);
  return place.visit->state.began + place.at().event.at;
}

const std::string& Item::inbox() const {
  if (const auto* held = std::get_if<std::shared_ptr<const Message>>(&held_))
    return (*held)->inboxes().front();
  if (const auto* held = std::get_if<std::shared_ptr<const Transaction>>(&held_))
    return (*held)->inboxes.front();
  if (const auto* held = std::get_if<std::shared_ptr<const Visit>>(&held_))
    return (*held)->state.facts->inbox;
  return std::get<Place>(held_).at().facts->inbox;
}

bool Item::final() const {
  const auto* held = std::get_if<std::shared_ptr<const Visit>>(&held_);
  return !held || (*held)->state.ended.has_value();
}

void Item::tell_trace(
    const std::function<void(const std::string& record, const Event&)>& tell) const {
  const auto* visit = std::get_if<std::shared_ptr<const Visit>>(&held_);
  if (!visit) return;
  for (const Visit::Line& line : (*visit)->lines)
    if (!line.event.trace.empty())
      tell(line.transaction ? make_id('t', line.transaction) : id(), line.event);
}

bool holds(const Conditions& conditions, const Item& item) {
  return matches(conditions, [&](const FieldName& name) { return item.value(name); });
}

}  // namespace mailrig
