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

// Those of every mail come first.
constexpr std::array<std::string_view, 20> stages = {
    "mail", "rcpt", "data", "eom",  "body", "ehlo",  "quit",   "rset",    "connect",  "helo",
    "auth", "tls",  "idle", "noop", "vrfy", "login", "listen", "command", "starttls", "closed"};

// The first eight octets of a text as one number, with zeros behind a shorter one.
constexpr std::uint64_t key_of(std::string_view text) {
  std::array<char, 8> octets{};
  if (text.size() >= octets.size())
    std::copy_n(text.data(), octets.size(), octets.data());
  else
    std::copy(text.begin(), text.end(), octets.data());
  return std::bit_cast<std::uint64_t>(octets);
}

// By the first octet of a text: the number of the first word with it, and by that of the next.
// Words are compared eight octets at once: this is asked twice a line of every log.
template <std::size_t size>
struct Chains {
  std::array<std::uint8_t, 256> first{};
  std::array<std::uint8_t, size + 1> next{};
  std::array<std::uint64_t, size + 1> key{}, mask{};

  constexpr explicit Chains(const std::array<std::string_view, size>& words) {
    for (std::size_t i = size; i > 0; --i) {
      const std::string_view word = words[i - 1];
      std::uint8_t& head = first[static_cast<unsigned char>(word.front())];
      next[i] = head;
      head = static_cast<std::uint8_t>(i);
      key[i] = key_of(word);
      mask[i] = key_of(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff")
                           .substr(0, std::min<std::size_t>(word.size(), 8)));
    }
  }
  std::uint8_t of(std::string_view text) const {
    return first[static_cast<unsigned char>(text.front())];
  }
};

constexpr Chains start_chains(starts);
constexpr Chains stage_chains(stages);

// Whether `text`, whose key agrees with that of `start`, goes on with the rest of it.
bool goes_on(std::string_view text, std::string_view start) {
  return start.size() <= 8 || text.substr(8).starts_with(start.substr(8));
}

}  // namespace

std::uint8_t known_start(std::string_view text) {
  if (text.empty()) return 0;
  const auto& chains = start_chains;
  const std::uint64_t key = key_of(text);
  std::uint8_t number = chains.of(text);
  while (number != 0 &&
         ((key & chains.mask[number]) != chains.key[number] || !goes_on(text, starts[number - 1u])))
    number = chains.next[number];
  return number;
}

std::string_view start_of_line(std::uint8_t number) { return starts.at(number - 1u); }

std::uint8_t known_stage(std::string_view name) {
  if (name.empty() || name.size() > 8) return 0;
  const std::uint64_t key = key_of(name);
  std::uint8_t number = stage_chains.of(name);
  while (number != 0 &&
         (key != stage_chains.key[number] || name.size() != stages[number - 1u].size()))
    number = stage_chains.next[number];
  return number;
}

std::string_view name_of_stage(std::uint8_t number) { return stages.at(number - 1u); }

}  // namespace mailrig
