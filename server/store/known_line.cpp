#include "store/known_line.hpp"

#include <array>

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

// By the first octet of a text: the number of the first word with it, and by that of the next.
template <std::size_t size>
struct Chains {
  std::array<std::uint8_t, 256> first{};
  std::array<std::uint8_t, size + 1> next{};

  constexpr explicit Chains(const std::array<std::string_view, size>& words) {
    for (std::size_t i = size; i > 0; --i) {
      std::uint8_t& head = first[static_cast<unsigned char>(words[i - 1].front())];
      next[i] = head;
      head = static_cast<std::uint8_t>(i);
    }
  }
  std::uint8_t of(std::string_view text) const {
    return first[static_cast<unsigned char>(text.front())];
  }
};

constexpr Chains start_chains(starts);
constexpr Chains stage_chains(stages);

}  // namespace

std::uint8_t known_start(std::string_view text) {
  if (text.empty()) return 0;
  std::uint8_t number = start_chains.of(text);
  while (number != 0 && !text.starts_with(starts[number - 1u])) number = start_chains.next[number];
  return number;
}

std::string_view start_of_line(std::uint8_t number) { return starts.at(number - 1u); }

std::uint8_t known_stage(std::string_view name) {
  if (name.empty()) return 0;
  std::uint8_t number = stage_chains.of(name);
  while (number != 0 && name != stages[number - 1u]) number = stage_chains.next[number];
  return number;
}

std::string_view name_of_stage(std::uint8_t number) { return stages.at(number - 1u); }

}  // namespace mailrig
