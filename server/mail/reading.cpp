#include "mail/reading.hpp"

#include <algorithm>

#include "mail/code.hpp"
#include "mail/encoded_word.hpp"
#include "mail/header.hpp"
#include "mail/header_check.hpp"
#include "mail/html_text.hpp"
#include "mail/part_content.hpp"

namespace mailrig {
namespace {

constexpr std::size_t most_codes = 100;

class MessageReader {
 public:
  explicit MessageReader(std::string_view message) : message_(message) {}

  Reading read() {
    reading_.mime = read_mime(message_);
    check_octets(message_, reading_.mime.diagnostics);
    if (const auto subject = find_header(message_, "Subject"))
      add_codes(decode_header_text(*subject));
    text_ = find_part(reading_.mime, Role::text);
    html_ = find_part(reading_.mime, Role::html);
    for (std::size_t i = 0; i < reading_.mime.parts.size(); ++i) read_part(i);
    if (!reading_.text && !html_text_.empty()) reading_.text = std::move(html_text_);
    if (!reading_.text && reading_.html) reading_.text.emplace();
    reading_.unsubscribe = unsubscribe_of(message_);
    reading_.mime.diagnostics.sort();
    return std::move(reading_);
  }

 private:
  void read_part(std::size_t index) {
    const Part& part = reading_.mime.parts[index];
    Diagnostics& diagnostics = reading_.mime.diagnostics;
    check_header(message_, reading_.mime, index, diagnostics);
    const Decoded content = decode_content(message_, part, &diagnostics, index);
    reading_.sizes.push_back(content.octets().size());
    if (part.role != Role::text && part.role != Role::html) return;
    std::string text = decode_text(content.octets(), part, {&diagnostics, index, part.body.begin});
    if (part.embedded) return;
    if (part.role == Role::text)
      read_text(index, std::move(text));
    else
      read_html(index, std::move(text));
  }

  void read_text(std::size_t index, std::string text) {
    add_links(index, links_in_text(text));
    add_codes(text);
    if (&reading_.mime.parts[index] == text_) reading_.text = std::move(text);
  }

  void read_html(std::size_t index, std::string html) {
    add_links(index, links_in_html(html));
    std::string text = html_to_text(html);
    add_codes(text);
    if (&reading_.mime.parts[index] != html_) return;
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
