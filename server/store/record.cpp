#include "store/record.hpp"

#include <charconv>

namespace mailrig {

std::string_view outcome_of(const Transaction& transaction, const Recipient& recipient) {
  if (!recipient.valid && recipient.reply.size() >= 3) return recipient.reply.view().substr(0, 3);
  if (recipient.data_reply.size() >= 3) return recipient.data_reply.view().substr(0, 3);
  // LMTP: a close came before its reply.
  const bool unheard = transaction.message != 0 && transaction.facts->protocol == "lmtp" &&
                       recipient.valid && recipient.data_reply.empty();
  if (unheard) return recipient.kept ? outcome::unacked : outcome::lost;
  return transaction.outcome;
}

std::string make_id(char letter, std::uint64_t number) { return letter + std::to_string(number); }

std::optional<std::uint64_t> parse_id(char letter, std::string_view id) {
  // One spelling per record: no sign, no leading zero.
  if (id.size() < 2 || id[0] != letter || id[1] == '0') return std::nullopt;
  std::uint64_t number = 0;
  const char* end = id.data() + id.size();
  const auto [stop, error] = std::from_chars(id.data() + 1, end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace mailrig
