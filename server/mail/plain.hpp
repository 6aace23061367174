// Mail that can be searched where it lies: nothing in it has to be decoded, so that looking into a
// million of them copies nothing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace mailrig {

struct PlainMail {
  std::vector<std::string_view> headers;  // Subject, From, To, Cc and Bcc as people read them
  std::string_view body;                  // what text_of() would answer
};

// Nothing if the mail needs the whole reader: folded or encoded headers, another type than text in
// UTF-8 or ASCII, a transfer encoding. Then nothing is said about it.
std::optional<PlainMail> read_plain(std::string_view message);

}  // namespace mailrig
