// What mailrig makes of mails: reads them from standard input, each behind its length in decimal
// and a line feed; writes a JSON array for each, an object for each part, in order.
#include <cstdio>
#include <iostream>
#include <string>

#include "mail/encoding.hpp"
#include "mail/part_content.hpp"

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::string mail(std::stoul(line), '\0');
    std::cin.read(mail.data(), static_cast<std::streamsize>(mail.size()));
    const mailrig::Mime mime = mailrig::read_mime(mail);
    std::string out = "[";
    for (const mailrig::Part& part : mime.parts) {
      if (out.size() > 1) out += ',';
      // No escapes: types have neither quotes nor control characters in them here.
      out += "[" + std::to_string(part.depth) + ",\"" + part.type.value + "\",";
      out += part.container
                 ? "null"
                 : '"' + mailrig::encode_base64(mailrig::decode_content(mail, part).octets()) + '"';
      out += ']';
    }
    std::puts((out + "]").c_str());
  }
}
