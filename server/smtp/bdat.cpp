// Mail data in chunks (RFC 3030): BDAT, the octets behind it, and what answers them.
#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "mail/ascii.hpp"
#include "smtp/dialog.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {
namespace {

// Beyond this nobody can mean it: to wait for its end would be to wait for ever.
constexpr std::uint64_t kLargestChunk = std::uint64_t{1} << 40;

struct Size {
  std::optional<std::uint64_t> octets;  // nothing if it is no number
  bool last = false;
  bool well_formed = false;
};

// RFC 3030 §2: "BDAT" SP chunk-size [ SP "LAST" ]
Size parse_size(std::string_view arg) {
  Size size;
  const std::string_view digits = arg.substr(0, arg.find(' '));
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return size;
  std::uint64_t octets = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), octets);
  size.octets = error == std::errc() ? octets : UINT64_MAX;  // more than 64 bits
  arg.remove_prefix(digits.size());
  while (arg.starts_with(' ')) arg.remove_prefix(1);
  size.last = iequals(arg, "LAST");
  size.well_formed = arg.empty() || size.last;
  return size;
}

}  // namespace

const Reply* Dialog::plan_bdat(const Command& command) {
  const Size size = parse_size(command.arg);
  if (const Reply* barred = bar(Verb::bdat)) return barred;
  if (!options_.extensions.has(Extension::chunking)) return &replies::unknown_command;
  if (!size.well_formed) return &replies::bdat_syntax;
  if (*size.octets > kLargestChunk) return &replies::bdat_implausible;
  // RFC 3030 §2: 503 behind BDAT LAST, and wherever else there is no transaction.
  if (!delivery_.begun()) return hello_ ? &replies::mail_first : &replies::hello_first;
  if (delivery_.valid_recipients() == 0) return plan_without_recipients();
  if (!chunking_ && !data_.begin(delivery_.parameters().size)) return &replies::no_room;
  return nullptr;
}

void Dialog::on_bdat(const Command& command, Moment& moment, const Line& line, Time now) {
  const Size size = parse_size(command.arg);
  Chunk chunk;
  chunk.line = line.text;
  chunk.size = chunk.left = size.octets.value_or(0);
  chunk.last = size.last;
  chunk.first = !chunking_;
  moment.planned = plan_bdat(command);
  chunk.discard = moment.planned != nullptr;
  if (!options_.extensions.has(Extension::chunking)) {
    chunk.size = chunk.left = 0;  // RFC 3030 §2: what follows is then parsed as commands
  } else if (!size.octets || *size.octets > kLargestChunk) {
    // What cannot be counted cannot be skipped, and must not be taken for commands.
    chunk.closes = true;
    chunk.size = chunk.left = 0;
  }
  const bool for_want = delivery_.begun() && delivery_.valid_recipients() == 0;
  // RFC 2033 §4.3: BDAT LAST for no recipient is answered by none.
  if (for_want && chunk.last && options_.protocol == Protocol::lmtp) moment.planned = nullptr;
  if (chunk.first && delivery_.begun()) moment.stage = Stage::data;
  record_line(line, EventKind::command, moment.stage, std::nullopt, now);
  if (chunk.first || chunk.discard) answer_first_chunk(moment, chunk, for_want, now);
  if (chunk.first && !chunk.discard) {
    chunking_ = true;
    record_->set_chunked();
    const std::optional<Said> early = std::exchange(early_, std::nullopt);
    watch_body(now);
    early_ = early;
  }
  chunk_ = std::move(chunk);
}

// A reply that is decided now leaves once the chunk has been taken.
void Dialog::answer_first_chunk(const Moment& moment, Chunk& chunk, bool for_want, Time now) {
  const Said said = voice_.answer(moment, now);
  while (voice_.owes()) voice_.pay(now);
  chunk.answered = said.by_rule || chunk.discard;
  if (!chunk.discard && !said.by_rule) return;
  if (!chunk.discard && said.positive()) {  // it stands for the one at the end of the chunk
    early_ = said;
    early_text_ = said.text;
    return;
  }
  chunk.discard = true;
  if (!delivery_.open()) return;
  if (for_want) return delivery_.answer_data(said, !said.by_rule);
  if (!delivery_.begun()) return;
  if (chunk.last) repeat_for_recipients(said, now);
  fail_transaction(said, now);
}

// LMTP: what refuses the last chunk does so for each recipient (RFC 2033 §4.3).
void Dialog::repeat_for_recipients(const Said& said, Time now) {
  if (options_.protocol != Protocol::lmtp || said.code == 0) return;
  const Reply reply = Reply::raw(std::string(said.text) + "\r\n");
  for (std::size_t i = 1; i < delivery_.valid_recipients(); ++i) voice_.say(reply, Stage::eom, now);
}

// RFC 3030 §2: what is in the pipeline behind a chunk that failed finds no transaction.
void Dialog::fail_transaction(const Said& said, Time now) {
  std::shared_ptr<const Content> content;
  if (chunking_) content = std::make_shared<const Content>(data_.take());
  const Outbox::Ack ack = delivery_.finish(said, std::move(content), false, now);
  if (said.whole) voice_.outbox().acknowledges(ack);
  data_.clear();
  chunking_ = false;
}

bool Dialog::feed_chunk(Time now) {
  if (input_.drop_lf()) ++in_offset_;
  while (chunk_->left > 0 && !input_.rest().empty()) {
    const std::string_view rest = input_.rest();
    auto n = static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), chunk_->left));
    if (chunk_->discard) {
      chunk_->left -= n;
      input_.consume(n);
      continue;
    }
    const std::span<char> room = data_.prepare();
    n = std::min(n, room.size());
    std::memcpy(room.data(), rest.data(), n);
    input_.consume(n);
    on_chunk(n, now);
    if (voice_.outbox().closing()) return true;
  }
  if (chunk_->left > 0) return false;
  end_chunk(now);
  return true;
}

void Dialog::on_chunk(std::size_t n, Time now) {
  data_.commit_chunk(n);
  chunk_->left -= n;
  if (body_at_) offer_body(now);
}

void Dialog::record_chunk(Time now) {
  const std::uint64_t octets = chunk_->size - chunk_->left;
  record_->append(now, Who::client, EventKind::data, "", octets, in_offset_,
                  chunk_->last ? Stage::eom : Stage::command);
  in_offset_ += octets;
}

void Dialog::end_chunk(Time now) {
  record_chunk(now);
  const Chunk chunk = std::move(*chunk_);
  chunk_.reset();
  if (chunk.closes) hang_up("bdat");
  if (chunk.discard) return;
  if (!chunk.last && data_.fault() == DataReader::Fault::none) return answer_chunk(chunk, now);
  answer_end_of_data(chunk.last, now);
  content_again_ = false;
  early_.reset();
  data_.clear();
  chunking_ = false;
}

void Dialog::answer_chunk(const Chunk& chunk, Time now) {
  Said said;
  if (early_) {
    said = *std::exchange(early_, std::nullopt);
    said.text = early_text_;
  } else if (chunk.first) {  // it was offered at `data`
    return voice_.say(replies::chunk_ok, Stage::data, now);
  } else {
    const Command command = parse_command(chunk.line);
    Moment moment;
    moment.verb = command.word;
    moment.line = chunk.line;
    moment.arg = command.arg;
    moment.planned = &replies::chunk_ok;
    said = voice_.answer(moment, now);
    while (voice_.owes()) voice_.pay(now);
  }
  if (!said.positive()) fail_transaction(said, now);
}

}  // namespace mailrig::smtp
