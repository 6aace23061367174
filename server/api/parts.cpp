// Mail HTML is only ever its own response, sandboxed by its headers; attachments always download;
// nothing from a mail becomes a path.
#include "api/parts.hpp"

#include <algorithm>

#include "api/number.hpp"
#include "api/one.hpp"
#include "mail/ascii.hpp"
#include "mail/inline_image.hpp"
#include "mail/part_content.hpp"
#include "mail/text.hpp"

namespace mailrig::api {
namespace {

using Found = std::shared_ptr<const Message>;

constexpr std::string_view sandbox =
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; ";
constexpr std::string_view blocked =
    "img-src 'self' data:; style-src 'unsafe-inline'; font-src data:; ";
constexpr std::string_view remote =
    "img-src 'self' data: http: https:; media-src http: https:; "
    "style-src 'unsafe-inline' http: https:; font-src data: http: https:; ";
constexpr std::string_view closed = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

Problem no_such(std::string_view what, std::string detail) {
  return {.status = 404,
          .type = "no-" + std::string(what),
          .title = "The message has no " + std::string(what),
          .detail = std::move(detail),
          .hint = "/raw has every octet of it"};
}

Response page(std::string html, std::string_view sources) {
  Response response;
  response.content_type = "text/html; charset=utf-8";
  // Before whatever the mail says, so that links leave the frame.
  response.body = "<base target=\"_blank\">" + std::move(html);
  response.headers.emplace_back("Content-Security-Policy",
                                std::string(sandbox).append(sources).append(closed));
  response.headers.emplace_back("X-DNS-Prefetch-Control", "off");
  return response;
}

// RFC 6266 §4.3, RFC 8187: a plain name for all, and the whole one beside it.
std::string disposition_of(std::string_view name) {
  std::string plain, whole;
  constexpr std::string_view hex = "0123456789ABCDEF";
  for (const char c : name) {
    const bool safe = is_alnum(c) || c == '.' || c == '-' || c == '_';
    plain += safe || c == ' ' ? c : '_';
    if (safe) {
      whole += c;
    } else {
      whole += '%';
      whole += hex[static_cast<unsigned char>(c) >> 4];
      whole += hex[static_cast<unsigned char>(c) & 15];
    }
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + whole;
}

// A part's number as it stands in a path, and the part.
struct Chosen {
  Mime mime;
  std::size_t index = 0;
};
Result<Chosen, Problem> choose(const Message& message, const std::string& number) {
  Chosen chosen{read_mime(message.content()->octets()), 0};
  const std::size_t count = chosen.mime.parts.size();
  const auto n = read_number("n", number, 1, count);
  if (!n)
    return no_such(
        "part", "there is no part \"" + number + "\": it has parts 1 to " + std::to_string(count));
  chosen.index = static_cast<std::size_t>(*n) - 1;
  return chosen;
}

// A part's type, with its charset if that is a word: the octets are in it still.
std::string type_of(const Part& part) {
  const std::string charset = part.type.text("charset").value_or("");
  const bool word =
      !charset.empty() && charset.size() <= 40 && std::ranges::all_of(charset, [](char c) {
        return is_alnum(c) || c == '-' || c == '_' || c == '.' || c == ':';
      });
  return part.type.value.starts_with("text/") && word ? part.type.value + "; charset=" + charset
                                                      : part.type.value;
}

Response show_part(const Message& message, const std::string& number) {
  const auto chosen = choose(message, number);
  if (!chosen) return to_response(chosen.error());
  const Part& part = chosen->mime.parts[chosen->index];
  Response response;
  response.content_type = type_of(part);
  response.body = decode_content(message.content()->octets(), part).octets();
  std::string name = part.file_name();
  if (name.empty())
    name = make_id('m', message.number) + "-" + number +
           (part.type.value == "message/rfc822" ? ".eml" : "");
  response.headers.emplace_back("Content-Disposition", disposition_of(name));
  response.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'");
  return response;
}

Response show_inline(const Message& message, const std::string& number) {
  const auto chosen = choose(message, number);
  if (!chosen) return to_response(chosen.error());
  const Part& part = chosen->mime.parts[chosen->index];
  const Decoded content = decode_content(message.content()->octets(), part);
  const std::string_view type = raster_type(content.octets());
  if (type.empty())
    return to_response(no_such("image", "part " + number + " is no raster image by its octets"));
  Response response;
  response.content_type = type;
  response.body = content.octets();
  // same-origin would block it in a frame that has no origin.
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
  return response;
}

}  // namespace

bool is_inline_path(std::string_view path) {
  constexpr std::string_view messages = "/v1/messages/", name = "/inline/";
  if (!path.starts_with(messages)) return false;
  const std::size_t id_end = path.find('/', messages.size());
  return id_end != std::string_view::npos && path.substr(id_end).starts_with(name) &&
         path.find('/', id_end + name.size()) == std::string_view::npos;
}

Answer get_message_text(const Context& context) {
  return one<const Message>(context, [](const Found& message) {
    auto text = text_of(message->content()->octets());
    if (!text) return to_response(no_such("text", "no part of it is text/plain or text/html"));
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(*text);
    return response;
  });
}

Answer get_message_html(const Context& context) {
  const std::string_view wish = find(context.query, "remote").value_or("0");
  if (wish != "0" && wish != "1")
    return to_response(bad_parameter("remote", "remote is neither 0 nor 1",
                                     "remote=1 lets the page load what the mail names"));
  const bool load = wish == "1";
  return one<const Message>(context, [load](const Found& message) {
    const std::string_view raw = message->content()->octets();
    const Mime mime = read_mime(raw);
    const auto html = html_of(raw, mime);
    if (!html) return to_response(no_such("html", "no part of it is text/html"));
    const std::string prefix = "../" + make_id('m', message->number) + "/inline/";
    return page(map_content_ids(*html, mime, prefix), load ? remote : blocked);
  });
}

Answer get_message_part(const Context& context) {
  return one<const Message>(context, [number = context.captured.back()](const Found& message) {
    return show_part(*message, number);
  });
}

Answer get_message_inline(const Context& context) {
  return one<const Message>(context, [number = context.captured.back()](const Found& message) {
    return show_inline(*message, number);
  });
}

}  // namespace mailrig::api
