#include "api/events.hpp"

#include <charconv>

#include "api/kind.hpp"
#include "api/number.hpp"
#include "json/record_json.hpp"
#include "json/rule_json.hpp"

namespace mailrig::api {
namespace {

constexpr std::size_t most_a_portion = 500;
constexpr std::uint64_t heavy_portion = 1 << 20;  // octets: some milliseconds

// One client's place in the stream.
struct Stream {
  Store& store;
  Engine& engine;
  const Outlines& outlines;
  std::uint64_t seen;  // the last seq it was told of
  Slot slot;
  const std::atomic<std::uint64_t>& rule_changes;
  bool greeted = false;
  std::string held = {};                    // as last told
  std::optional<Store::Changes> news = {};  // looked up, and not told yet
};

std::string event_text(std::uint64_t seq, std::string_view name, std::string_view data) {
  std::string out = "id: " + std::to_string(seq) + "\nevent: ";
  return out.append(name).append("\ndata: ").append(data).append("\n\n");
}

template <class Record>
std::string summary_of(const Stream& stream, std::uint64_t number) {
  const auto found = Kind<Record>::get(stream.store, number);
  const auto* record = std::get_if<std::shared_ptr<Record>>(&found);
  return record ? Kind<Record>::summary(**record, stream.outlines)
                : json::write_gone(make_id(Kind<Record>::letter, number));
}

std::string data_of(const Stream& stream, const Change& change) {
  switch (change.kind) {
    case ChangeKind::message:
      return summary_of<const Message>(stream, change.number);
    case ChangeKind::transaction:
      return summary_of<const Transaction>(stream, change.number);
    case ChangeKind::session:
      return summary_of<SessionRecord>(stream, change.number);
    case ChangeKind::rule:
      break;
  }
  const auto rule = stream.engine.find(change.rule);
  return rule ? json::write_rule(*rule) : json::write_gone(change.rule);
}

// What changes without a seq of its own, so that no event tells it: entries deleted or evicted, and
// rules added or removed.
std::string held_now(const Stream& stream) {
  return json::write_numbers(
      {{"removed", stream.store.entries_removed()}, {"rules", stream.rule_changes.load()}});
}

std::string held_text(Stream& stream) {
  std::string held = held_now(stream);
  if (held == stream.held) return {};
  stream.held = std::move(held);
  return "event: held\ndata: " + stream.held + "\n\n";
}

const Store::Changes& look_up(Stream& stream) {
  if (!stream.news) stream.news = stream.store.changes_after(stream.seen, most_a_portion);
  return *stream.news;
}

// Whether telling the next portion takes reading large mail.
bool heavy(Stream& stream) {
  std::uint64_t effort = 0;
  for (const Change& change : look_up(stream).changes) {
    if (change.kind != ChangeKind::message) continue;
    const auto found = stream.store.message(change.number);
    if (const auto* message = std::get_if<std::shared_ptr<const Message>>(&found))
      effort += stream.outlines.effort(**message);
  }
  return effort > heavy_portion;
}

std::string more(Stream& stream, bool heartbeat) {
  std::string out;
  if (!stream.greeted) out = ": mailrig events\nretry: 1000\n\n";
  stream.greeted = true;
  const Store::Changes news = look_up(stream);
  stream.news.reset();
  if (!news.complete) {
    // What was missed is in the lists, and no longer here.
    stream.seen = stream.store.seq();
    return out + event_text(stream.seen, "reset", json::write_numbers({{"seq", stream.seen}}));
  }
  for (const Change& change : news.changes) {
    out += event_text(change.seq, to_string(change.kind), data_of(stream, change));
    stream.seen = change.seq;
  }
  out += held_text(stream);
  if (out.empty() && heartbeat) out = ": \n\n";
  return out;
}

// Where to begin: after what the client saw last, else from now.
Result<std::uint64_t, Problem> read_place(const Context& context) {
  if (const auto last = context.request.header("Last-Event-ID"); last && !last->empty()) {
    std::uint64_t number = 0;
    const char* end = last->data() + last->size();
    const auto [stop, error] = std::from_chars(last->data(), end, number);
    if (error == std::errc() && stop == end) return number;
    return Problem{.type = "bad-header",
                   .title = "A header cannot be used",
                   .detail = "Last-Event-ID \"" + std::string(*last) + "\" is not a seq",
                   .hint = "send the last `id:` of the stream, or leave it out"};
  }
  if (const auto after = find(context.query, "after"))
    return read_number("after", *after, 0, UINT64_MAX);
  return context.store().seq();
}

}  // namespace

Answer follow_events(const Context& context) {
  const auto place = read_place(context);
  if (!place) return to_response(place.error());
  if (context.request.method == "HEAD") {
    Response response;
    response.content_type = "text/event-stream";
    return response;
  }
  Slot slot = context.take_stream();
  if (!slot) return too_many("event streams", context.options().max_streams, "--max-streams");
  const auto stream =
      std::make_shared<Stream>(Stream{context.store(), context.engine(), context.outlines(), *place,
                                      std::move(slot), context.rule_changes()});
  stream->held = held_now(*stream);
  Follow follow;
  follow.more = [stream](bool heartbeat) { return more(*stream, heartbeat); };
  follow.heavy = [stream] { return heavy(*stream); };
  return follow;
}

}  // namespace mailrig::api
