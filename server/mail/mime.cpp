// The pass over the octets. Multiparts and messages that are open stand on a stack; a line that
// begins with two hyphens may be a delimiter of any of them.
#include "mail/mime.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "mail/ascii.hpp"
#include "mail/header.hpp"
#include "mail/part_role.hpp"

namespace mailrig {
namespace {

constexpr std::size_t longest_boundary = 70;  // RFC 2046 §5.1.1

TransferEncoding encoding_of(std::string_view name) {
  if (name.empty() || name == "7bit" || name == "8bit" || name == "binary")
    return TransferEncoding::identity;
  if (name == "base64") return TransferEncoding::base64;
  if (name == "quoted-printable") return TransferEncoding::quoted_printable;
  if (name == "x-uuencode" || name == "uuencode" || name == "x-uue" || name == "uue")
    return TransferEncoding::uuencode;
  return TransferEncoding::unknown;
}

// RFC 2046 §5.1.1: bcharsnospace and space, which may not be last.
bool valid_boundary(std::string_view boundary) {
  return boundary.size() <= longest_boundary && !boundary.ends_with(' ') &&
         std::ranges::all_of(boundary, [](char c) {
           return is_alnum(c) || (c != '\0' && std::strchr("'()+_,-./:=? ", c) != nullptr);
         });
}

bool valid_media_type(std::string_view type) {
  const std::size_t slash = type.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < type.size() &&
         std::ranges::all_of(type, [](char c) { return c > ' ' && c <= '~' && c != '('; }) &&
         type.find('/', slash + 1) == std::string_view::npos;
}

// RFC 2046 §5.2.1, RFC 6532 §3.7
bool is_message(std::string_view type) {
  return type == "message/rfc822" || type == "message/global" || type == "message/news";
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// The fields that say what a part is, as sent; data() is null for those that are not there.
struct ContentFields {
  std::string_view type, disposition, encoding, id;
  std::optional<std::string> boundary;  // of the type, once it was asked for
  bool version = false;

  void take(const HeaderField& field) {
    if (field.name.size() < 10) return;
    if (iequals(field.name, "MIME-Version")) version = true;
    if (!istarts_with(field.name, "Content-")) return;
    const std::string_view rest = field.name.substr(8);
    std::string_view* const place = iequals(rest, "Type")                ? &type
                                    : iequals(rest, "Disposition")       ? &disposition
                                    : iequals(rest, "Transfer-Encoding") ? &encoding
                                    : iequals(rest, "ID")                ? &id
                                                                         : nullptr;
    // The first of several counts.
    if (place && !place->data()) *place = field.value;
  }
  bool any() const { return type.data() || disposition.data() || encoding.data(); }
};

class Reader {
 public:
  explicit Reader(std::string_view message) : message_(message) {}

  Mime read() {
    if (message_.empty()) note(Defect::empty_message, 0, 0);
    begin_part(0);
    std::optional<Stop> stop;
    while (true) {
      if (!stop) stop = read_part();
      if (!stop) continue;  // an embedded message has begun
      finish(*stop);
      if (stop->open == none) break;
      const Open& open = open_[stop->open];
      at_ = stop->after;
      if (stop->closes) {
        current_ = open.part;
        open_.pop_back();
        stop = find_delimiter();
      } else if (mime_.parts.size() == max_parts) {
        note(Defect::too_many_parts, at_, open.part);
        open_.clear();
        finish({});
        break;
      } else {
        begin_part(open.part);
        stop.reset();
      }
    }
    for (Part& part : mime_.parts) part.role = role_of(mime_.parts, part);
    return std::move(mime_);
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  // A container whose end has not been seen.
  struct Open {
    std::uint32_t part = 0;
    std::string delimiter;  // "--" and the boundary; empty for a message
    std::size_t begun = 0;  // how many parts it has
  };
  // Where the content that is being read ends.
  struct Stop {
    std::size_t open = none;  // index of the container whose delimiter it is; none: the end
    std::size_t before = 0;   // the end of the content
    std::size_t after = 0;    // behind the delimiter line
    bool closes = false;
  };

  void note(Defect defect, std::size_t offset, std::size_t part) {
    mime_.diagnostics.add(defect, offset, part);
  }
  Notes notes(std::size_t offset) { return {&mime_.diagnostics, current_, offset}; }

  void begin_part(std::uint32_t parent) {
    current_ = static_cast<std::uint32_t>(mime_.parts.size());
    Part part;
    part.parent = parent;
    if (current_ > 0) {
      const Part& outer = mime_.parts[parent];
      part.depth = outer.depth + 1;
      part.embedded = outer.embedded || is_message(outer.type.value);
    }
    part.header = part.body = {at_, at_};
    mime_.parts.push_back(std::move(part));
    if (!open_.empty()) ++open_.back().begun;
  }

  // Header and content of the part that has begun; nothing if it holds a message, whose header
  // follows at once.
  std::optional<Stop> read_part() {
    if (auto stop = read_header()) return stop;
    Part& part = mime_.parts[current_];
    const bool multipart = part.is_multipart();
    if (!multipart && !is_message(part.type.value)) return find_delimiter();
    if (part.encoding != TransferEncoding::identity) {
      note(Defect::encoded_container, part.header.begin, current_);
      // An encoded message can only be shown once it is decoded; multiparts say so falsely.
      if (!multipart) return find_delimiter();
    }
    if (part.depth == max_part_depth) {
      note(Defect::too_deep, part.body.begin, current_);
      return find_delimiter();
    }
    if (multipart) {
      open_multipart(part);
      return find_delimiter();
    }
    part.container = true;
    open_.push_back({current_, {}, 0});
    begin_part(current_);
    return std::nullopt;
  }

  void open_multipart(const Part& part) {
    const std::string_view boundary = part.type.parameter("boundary").value_or("");
    if (boundary.empty()) return note(Defect::missing_boundary, part.header.begin, current_);
    if (!valid_boundary(boundary)) note(Defect::bad_boundary, part.header.begin, current_);
    const std::string delimiter = "--" + std::string(boundary);
    for (const Open& open : open_)
      if (!open.delimiter.empty() && delimiter.starts_with(open.delimiter)) {
        note(Defect::boundary_reused, part.header.begin, current_);
        break;
      }
    open_.push_back({current_, delimiter, 0});
  }

  // Ends where the part ends, if that is within its header.
  std::optional<Stop> read_header() {
    const std::size_t begin = at_;
    HeaderReader reader(message_, at_);
    ContentFields fields;
    std::optional<Stop> stop;
    std::size_t after_named = begin;  // behind the last line that belongs to a field
    std::size_t end = 0;              // of what was looked at
    bool ended = false;
    while (const auto field = reader.next()) {
      end = field->offset;
      if (field->raw.starts_with("--")) {
        if ((stop = match_delimiter(field->offset))) break;
        // The empty line is missing before a multipart's first delimiter.
        if (fields.type.data() && begins_own_parts(field->raw, fields)) {
          note(Defect::no_header_end, field->offset, current_);
          break;
        }
      }
      end = reader.position();
      if (field->name.empty()) {
        note_line(field->raw, field->offset, begin);
        continue;
      }
      if (field->raw[field->name.size()] != ':')
        note(Defect::space_before_colon, field->offset, current_);
      after_named = end;
      fields.take(*field);
    }
    if (!stop && reader.ended()) ended = true, end = reader.position();
    const bool named = after_named > begin, empty = end - begin <= 2;
    if (!named && !empty) note(Defect::no_header, begin, current_);
    if (named && !ended && after_named < end) note(Defect::no_header_end, after_named, current_);
    // RFC 7103 §7.2: lines without a colon belong to the header only if it goes on behind them.
    at_ = ended && (named || empty) ? end : after_named;
    mime_.parts[current_].header = {begin, at_};
    mime_.parts[current_].body = {at_, message_.size()};
    describe(fields);
    return stop;
  }

  // Whether `line` begins with the delimiter of the multipart whose header is being read.
  static bool begins_own_parts(std::string_view line, ContentFields& fields) {
    if (!fields.boundary)
      fields.boundary = parse_content_field(fields.type).parameter("boundary").value_or("");
    return !fields.boundary->empty() && line.substr(2).starts_with(*fields.boundary);
  }

  void note_line(std::string_view line, std::size_t offset, std::size_t begin) {
    const bool first = offset == begin;
    if (first && line.starts_with("From "))
      note(Defect::mbox_line, offset, current_);
    else if (first && is_blank(line.front()))
      note(Defect::continuation_first, offset, current_);
    else if (line.substr(0, line.find('\n')).find(':') != std::string_view::npos)
      note(Defect::bad_field_name, offset, current_);
    else
      note(Defect::not_a_field, offset, current_);
  }

  void describe(const ContentFields& fields) {
    Part& part = mime_.parts[current_];
    const Notes notes = this->notes(part.header.begin);
    if (fields.type.data()) part.type = parse_content_field(fields.type, notes);
    if (!valid_media_type(part.type.value)) {
      if (fields.type.data()) notes.add(Defect::bad_content_type);
      // RFC 2046 §5.1.5: parts of a digest are messages unless they say otherwise.
      const bool digest = current_ > 0 && mime_.parts[part.parent].type.value == "multipart/digest";
      part.type.value = digest && !fields.type.data() ? "message/rfc822" : "text/plain";
    }
    if (fields.disposition.data())
      part.disposition = parse_content_field(fields.disposition, notes);
    if (fields.encoding.data()) {
      // Some write `base64;` or a comment behind it.
      part.encoding_name = parse_content_field(fields.encoding).value;
      part.encoding = encoding_of(part.encoding_name);
      if (part.encoding == TransferEncoding::unknown) notes.add(Defect::unknown_encoding);
    }
    std::string_view id = trim(fields.id);
    if (id.starts_with('<')) id.remove_prefix(1);
    if (id.ends_with('>')) id.remove_suffix(1);
    part.content_id = id;
    if (current_ == 0 && fields.any() && !fields.version) notes.add(Defect::missing_mime_version);
  }

  // From the line that begins at at_ on.
  std::optional<Stop> find_delimiter() {
    while (at_ < message_.size()) {
      const char* const begin = message_.data() + at_;
      if (begin[0] == '-')
        if (auto stop = match_delimiter(at_)) return stop;
      const void* const feed = std::memchr(begin, '\n', message_.size() - at_);
      if (!feed) break;
      at_ = static_cast<std::size_t>(static_cast<const char*>(feed) - message_.data()) + 1;
    }
    return Stop{none, message_.size(), message_.size(), false};
  }

  // The delimiter line that begins at `line`, of the innermost container that it fits.
  std::optional<Stop> match_delimiter(std::size_t line) const {
    const std::string_view rest = message_.substr(line);
    for (std::size_t i = open_.size(); i-- > 0;) {
      const std::string& delimiter = open_[i].delimiter;
      if (delimiter.empty() || !rest.starts_with(delimiter)) continue;
      std::size_t at = delimiter.size();
      const bool closes = rest.substr(at, 2) == "--";
      if (closes) at += 2;
      // RFC 2046 §5.1.1: white space may follow; what else follows is another, longer boundary.
      while (at < rest.size() && is_blank(rest[at])) ++at;
      if (rest.substr(at, 1) == "\r") ++at;
      if (at < rest.size() && rest[at] != '\n') continue;
      return Stop{i, line, std::min(line + at + 1, message_.size()), closes};
    }
    return std::nullopt;
  }

  // Ends every part that stands inside of the container whose delimiter `stop` is.
  void finish(Stop stop) {
    if (stop.open == none) stop.before = message_.size();
    const std::uint32_t keep = stop.open == none ? 0 : open_[stop.open].part;
    while (open_.size() > (stop.open == none ? 0 : stop.open + 1)) {
      const Open& open = open_.back();
      if (!open.delimiter.empty())
        note(open.begun == 0 ? Defect::boundary_not_found : Defect::boundary_not_closed,
             stop.before, open.part);
      open_.pop_back();
    }
    if (stop.open != none) mime_.parts[keep].container = true;
    // The line end before the delimiter belongs to it.
    std::size_t end = stop.before;
    if (stop.open != none) end = without_line_end(message_.substr(0, end)).size();
    while (true) {
      Part& part = mime_.parts[current_];
      if (current_ == keep && stop.open != none) break;
      // An empty part ends behind its header, and what it stands in not before it.
      end = part.body.end = std::max(end, part.body.begin);
      if (current_ == 0) break;
      current_ = part.parent;
    }
  }

  std::string_view message_;
  std::size_t at_ = 0;
  std::uint32_t current_ = 0;  // the part that is being read
  std::vector<Open> open_;     // the innermost is the last
  Mime mime_;
};

}  // namespace

Mime read_mime(std::string_view message) { return Reader(message).read(); }

}  // namespace mailrig
