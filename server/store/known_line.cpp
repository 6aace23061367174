#include "store/known_line.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace mailrig {
namespace {

// A longer one stands before its own beginning.
constexpr std::array<std::string_view, 20> starts = {
    "MAIL FROM:<",
    "RCPT TO:<",
    "DATA",
    "250 2.1.0 Sender ok",
    "250 2.1.5 Recipient ok",
    "354 End data with <CR><LF>.<CR><LF>",
    "250 2.0.0 Ok: kept as t",
    "250 2.0.0 ",
    "250 ",
    "221 2.0.0 ",
    "RSET",
    "NOOP",
    "QUIT",
    "EHLO ",
    "BDAT ",
    "mail FROM:<",  // as Python's smtplib writes it
    "rcpt TO:<",
    "data",
    "550 5.1.1 ",
    "451 4.",
};

// The first eight octets of a text as one number, with zeros behind a shorter one.
constexpr std::uint64_t key_of(std::string_view text) {
  std::array<char, 8> octets{};
  if (text.size() >= octets.size())
    std::copy_n(text.data(), octets.size(), octets.data());
  else
    std::copy(text.begin(), text.end(), octets.data());
  return std::bit_cast<std::uint64_t>(octets);
}

// By the first octet of a text the number of the first start with it, and by that of the next; and
// what a text must have in its first eight octets for it: each line of a log is looked up, and most
// starts that it does not have are told so without a call.
struct Table {
  std::array<std::uint8_t, 256> first{};
  std::array<std::uint8_t, starts.size() + 1> next{};
  std::array<std::uint64_t, starts.size() + 1> key{}, mask{};

  constexpr Table() {
    const std::string_view all("\xff\xff\xff\xff\xff\xff\xff\xff");
    for (std::size_t i = starts.size(); i > 0; --i) {
      const std::string_view start = starts[i - 1];
      std::uint8_t& head = first[static_cast<unsigned char>(start.front())];
      next[i] = head;
      head = static_cast<std::uint8_t>(i);
      key[i] = key_of(start);
      mask[i] = key_of(all.substr(0, std::min(start.size(), all.size())));
    }
  }
};
constexpr Table table;

}  // namespace

std::uint8_t known_start(std::string_view text) {
  if (text.empty()) return 0;
  const std::uint64_t key = key_of(text);
  std::uint8_t number = table.first[static_cast<unsigned char>(text.front())];
  while (number != 0 && ((key & table.mask[number]) != table.key[number] ||
                         !text.starts_with(starts[number - 1u])))
    number = table.next[number];
  return number;
}

std::string_view start_of_line(std::uint8_t number) { return starts.at(number - 1u); }

}  // namespace mailrig
