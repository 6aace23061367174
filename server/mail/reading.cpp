#include "mail/reading.hpp"

#include <algorithm>

#include "mail/code.hpp"
#include "mail/encoded_word.hpp"
#include "mail/header.hpp"
#include "mail/html_text.hpp"
#include "mail/inspection.hpp"
#include "mail/part_content.hpp"
#include "mail/text.hpp"

namespace mailrig {
namespace {

constexpr std::size_t most_codes = 100;

class MessageReader {
 public:
  explicit MessageReader(std::string_view message) : message_(message) {}

  Reading read() {
    if (const auto subject = find_header(message_, "Subject"))
      add_codes(decode_header_text(*subject));
    reading_.mime = inspect(
        message_, [this](const Mime& mime, InspectedPart&& part) { take(mime, std::move(part)); });
    if (!reading_.text && !html_text_.empty()) reading_.text = std::move(html_text_);
    if (!reading_.text && reading_.html) reading_.text.emplace();
    reading_.unsubscribe = unsubscribe_of(message_);
    return std::move(reading_);
  }

 private:
  void take(const Mime& mime, InspectedPart&& found) {
    if (found.index == 0) {
      text_ = find_part(mime, Role::text);
      html_ = find_part(mime, Role::html);
    }
    reading_.sizes.push_back(found.size);
    const Part& part = mime.parts[found.index];
    if (!found.text || part.embedded) return;
    if (part.role == Role::text)
      read_text(found.index, &part == text_, std::move(*found.text));
    else
      read_html(found.index, &part == html_, std::move(*found.text));
  }

  // `stands`: the part stands for the mail.
  void read_text(std::size_t index, bool stands, std::string text) {
    add_links(index, links_in_text(text));
    add_codes(text);
    if (stands) reading_.text = std::move(text);
  }

  void read_html(std::size_t index, bool stands, std::string html) {
    add_links(index, links_in_html(html));
    std::string text = html_to_text(html);
    add_codes(text);
    if (!stands) return;
    reading_.remote = remote_in_html(html);
    reading_.html = std::move(html);
    html_text_ = std::move(text);
  }

  void add_links(std::size_t index, std::vector<Link> links) {
    for (Link& link : links) reading_.links.push_back({std::move(link), index});
  }

  void add_codes(std::string_view text) {
    for (std::string& code : codes_in(text))
      if (reading_.codes.size() < most_codes &&
          std::ranges::find(reading_.codes, code) == reading_.codes.end())
        reading_.codes.push_back(std::move(code));
  }

  std::string_view message_;
  Reading reading_;
  const Part* text_ = nullptr;  // the parts that stand for the mail
  const Part* html_ = nullptr;
  std::string html_text_;
};

}  // namespace

Reading read_message(std::string_view message) { return MessageReader(message).read(); }

Reading without_bodies(Reading reading) {
  if (reading.text) reading.text = snippet(*reading.text);
  reading.html.reset();
  return reading;
}

std::size_t memory_of(const Reading& reading) {
  constexpr std::size_t words = 128;  // of a part, beside its struct: type, names and parameters
  std::size_t octets = sizeof(Reading) + reading.mime.parts.size() * (sizeof(Part) + words) +
                       reading.mime.diagnostics.all().size_bytes() +
                       reading.sizes.size() * sizeof(std::size_t);
  for (const Reading::PartLink& each : reading.links)
    octets += sizeof(each) + each.link.url.size() + each.link.text.size();
  for (const auto* list : {&reading.codes, &reading.remote})
    for (const std::string& each : *list) octets += sizeof(each) + each.size();
  return octets + (reading.text ? reading.text->size() : 0) +
         (reading.html ? reading.html->size() : 0);
}

std::vector<std::string> urls_of(std::string_view message) {
  std::vector<std::string> urls;
  const Mime mime = read_mime(message);
  for (const Part& part : mime.parts) {
    const bool html = part.role == Role::html;
    if (part.embedded || (!html && part.role != Role::text)) continue;
    const std::string text = decode_text(decode_content(message, part).octets(), part);
    for (Link& link : html ? links_in_html(text) : links_in_text(text))
      urls.push_back(std::move(link.url));
  }
  return urls;
}

}  // namespace mailrig
