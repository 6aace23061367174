// Parts are put together from the inside: text and HTML, its pictures, the attachments.
#include "mail/draft.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/encoded_word.hpp"
#include "mail/encoding.hpp"

namespace mailrig {
namespace {

constexpr std::size_t fold_at = 76;

// A part with its own header fields, each with its line end.
struct Piece {
  std::string fields, body;
};

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    if (text[i] == '\r' || text[i] == '\n')
      out += "\r\n";
    else
      out += text[i];
  }
  return out;
}

// RFC 2045 §2.7, and lines short enough for every terminal.
bool fits_7bit(std::string_view text) {
  std::size_t line = 0;
  for (const char c : text) {
    if (!is_ascii(c) || c == '\0') return false;
    line = c == '\n' ? 0 : line + 1;
    if (line > 78) return false;
  }
  return true;
}

Piece text_piece(std::string_view subtype, std::string_view written) {
  std::string text = with_crlf(written);
  Piece piece;
  piece.fields = "Content-Type: text/" + std::string(subtype) + "; charset=utf-8\r\n";
  const auto ascii = std::ranges::count_if(text, [](char c) { return is_ascii(c); });
  const bool foreign = static_cast<std::size_t>(ascii) < text.size() / 2;
  if (fits_7bit(text)) {
    piece.body = std::move(text);
  } else {
    piece.fields += "Content-Transfer-Encoding: ";
    piece.fields += foreign ? "base64\r\n" : "quoted-printable\r\n";
    piece.body = foreign ? encode_base64_lines(text) : encode_quoted_printable(text);
  }
  return piece;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// RFC 2231 §4, in sections (§3) where it is long.
std::string encoded_parameter(std::string_view name, std::string_view value) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  constexpr std::size_t section = 54;
  std::vector<std::string> sections(1);
  for (const char c : value) {
    if (sections.back().size() + 3 > section) sections.emplace_back();
    if (is_alnum(c) || c == '.' || c == '-' || c == '_') {
      sections.back() += c;
    } else {
      const auto octet = static_cast<unsigned char>(c);
      sections.back().append({'%', hex[octet >> 4], hex[octet & 15]});
    }
  }
  const std::string base = ";\r\n " + std::string(name) + "*";
  if (sections.size() == 1) return base + "=utf-8''" + sections[0];
  std::string out;
  for (std::size_t i = 0; i < sections.size(); ++i)
    out += base + std::to_string(i) + "*=" + (i == 0 ? "utf-8''" : "") + sections[i];
  return out;
}

std::string file_name_parameter(std::string_view name) {
  const bool plain = is_ascii(name) && name.size() <= 60 &&
                     std::ranges::none_of(name, [](char c) { return c < ' ' || c == 127; });
  return plain ? ";\r\n filename=" + quoted(name) : encoded_parameter("filename", name);
}

Piece attachment_piece(const Draft::Attachment& attachment) {
  Piece piece;
  piece.fields = "Content-Type: " + attachment.type + "\r\nContent-Transfer-Encoding: base64\r\n";
  piece.fields += attachment.content_id.empty() ? "Content-Disposition: attachment"
                                                : "Content-Disposition: inline";
  if (!attachment.file_name.empty()) piece.fields += file_name_parameter(attachment.file_name);
  piece.fields += "\r\n";
  if (!attachment.content_id.empty())
    piece.fields += "Content-ID: <" + attachment.content_id + ">\r\n";
  piece.body = encode_base64_lines(attachment.octets);
  return piece;
}

// A line of the pieces that begins with it would end them: then there is a longer one.
std::string boundary_for(const std::vector<Piece>& pieces, std::string_view id) {
  std::string boundary = "=_" + std::string(id);
  while (std::ranges::any_of(pieces, [&](const Piece& piece) {
    return piece.body.find("--" + boundary) != std::string::npos;
  }))
    boundary += '_';
  return boundary;
}

Piece multipart(std::string_view subtype, const std::vector<Piece>& pieces, std::string_view id) {
  const std::string boundary = boundary_for(pieces, id);
  Piece whole;
  whole.fields =
      "Content-Type: multipart/" + std::string(subtype) + ";\r\n boundary=\"" + boundary + "\"\r\n";
  for (const Piece& piece : pieces) {
    whole.body.append("--").append(boundary).append("\r\n").append(piece.fields).append("\r\n");
    whole.body.append(piece.body).append("\r\n");
  }
  whole.body.append("--").append(boundary).append("--\r\n");
  return whole;
}

Piece content_of(const Draft& draft, std::string_view id) {
  std::vector<Piece> pictures, attachments, readings;
  for (const Draft::Attachment& each : draft.attachments)
    (each.content_id.empty() || !draft.html ? attachments : pictures)
        .push_back(attachment_piece(each));
  if (draft.text || !draft.html) readings.push_back(text_piece("plain", draft.text.value_or("")));
  if (draft.html) {
    Piece html = text_piece("html", *draft.html);
    if (!pictures.empty()) {
      pictures.insert(pictures.begin(), std::move(html));
      html = multipart("related", pictures, id);
    }
    readings.push_back(std::move(html));
  }
  Piece body =
      readings.size() == 1 ? std::move(readings.front()) : multipart("alternative", readings, id);
  if (attachments.empty()) return body;
  attachments.insert(attachments.begin(), std::move(body));
  return multipart("mixed", attachments, id);
}

std::string phrase(const std::string& name) {
  if (!is_ascii(name)) return encode_header_text(name);
  const bool atoms = std::ranges::all_of(name, [](char c) { return is_alnum(c) || c == ' '; });
  return atoms && trim(name).size() == name.size() ? name : quoted(name);
}

std::string address_field(std::string_view name, const std::vector<Mailbox>& list) {
  std::string out(name);
  out += ':';
  std::size_t line = out.size();
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::string one = list[i].name.empty() ? list[i].address
                                           : phrase(list[i].name) + " <" + list[i].address + ">";
    if (i + 1 < list.size()) one += ',';
    if (i > 0 && line + one.size() >= fold_at) {
      out += "\r\n";
      line = 0;
    }
    out += ' ' + one;
    line += one.size() + 1;
  }
  return out + "\r\n";
}

bool gives(const Draft& draft, std::string_view name) {
  return std::ranges::any_of(draft.headers,
                             [&](const auto& field) { return iequals(field.first, name); });
}

}  // namespace

std::string compose(const Draft& draft, std::chrono::sys_seconds now, std::string_view id) {
  std::string out;
  if (!gives(draft, "Date")) out += "Date: " + format_rfc5322(now) + "\r\n";
  if (!draft.from.empty()) out += address_field("From", draft.from);
  if (!draft.to.empty()) out += address_field("To", draft.to);
  if (!draft.cc.empty()) out += address_field("Cc", draft.cc);
  if (draft.subject) out += "Subject: " + encode_header_text(*draft.subject) + "\r\n";
  if (!gives(draft, "Message-ID"))
    out += "Message-ID: <" + std::string(id) + "@mailrig.invalid>\r\n";
  for (const auto& [name, value] : draft.headers)
    out += name + ": " + encode_header_text(value) + "\r\n";
  const Piece content = content_of(draft, id);
  out += "MIME-Version: 1.0\r\n" + content.fields + "\r\n" + content.body;
  // The last line of a mail has a line end.
  if (!out.ends_with("\r\n")) out += "\r\n";
  return out;
}

}  // namespace mailrig
