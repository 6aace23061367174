// Mechanisms with a bearer token: OAUTHBEARER (RFC 7628) and XOAUTH2, which it grew out of.
#include "mail/ascii.hpp"
#include "session/sasl_exchange.hpp"
#include "session/sasl_text.hpp"

namespace mailrig::sasl {
namespace {

// RFC 7628 §3.1: kvsep = %x01
constexpr char kSeparator = '\x01';

struct Token {
  std::string user;
  std::string bearer;
};

// The value of `key=value` among pairs that each end in kSeparator, the list in one more; nothing
// if it is not there or the list has another form.
std::optional<std::string_view> find_pair(std::string_view pairs, std::string_view key) {
  std::optional<std::string_view> found;
  while (!pairs.empty() && pairs.front() != kSeparator) {
    const std::size_t end = pairs.find(kSeparator);
    const std::size_t equals = pairs.find('=');
    if (end == std::string_view::npos || equals > end) return std::nullopt;
    if (pairs.substr(0, equals) == key) found = pairs.substr(equals + 1, end - equals - 1);
    pairs.remove_prefix(end + 1);
  }
  return pairs.size() == 1 ? found : std::nullopt;
}

std::optional<std::string_view> bearer_of(std::string_view pairs) {
  const auto auth = find_pair(pairs, "auth");
  if (!auth || !istarts_with(*auth, "Bearer ")) return std::nullopt;
  const std::string_view token = auth->substr(7);
  return token.empty() ? std::nullopt : std::optional(token);
}

// user={user}^Aauth=Bearer {token}^A^A
std::optional<Token> read_xoauth2(std::string_view response) {
  const auto user = find_pair(response, "user");
  const auto bearer = bearer_of(response);
  if (!user || user->empty() || !is_safe(*user) || !bearer) return std::nullopt;
  return Token{std::string(*user), std::string(*bearer)};
}

// RFC 7628 §3.1: client-resp = (gs2-header kvsep *kvpair kvsep)
std::optional<Token> read_oauthbearer(std::string_view response) {
  if (!response.starts_with("n,") && !response.starts_with("y,")) return std::nullopt;
  const std::size_t begin = response.find(kSeparator);
  if (begin == std::string_view::npos || begin < 3 || response[begin - 1] != ',')
    return std::nullopt;
  std::string_view name = response.substr(2, begin - 3);
  Token token;
  if (!name.empty()) {
    if (!name.starts_with("a=")) return std::nullopt;
    const auto user = decode_name(name.substr(2));
    if (!user || !is_safe(*user)) return std::nullopt;
    token.user = *user;
  }
  const auto bearer = bearer_of(response.substr(begin + 1));
  if (!bearer) return std::nullopt;
  token.bearer = *bearer;
  return token;
}

class Bearer final : public ClientFirst {
 public:
  using Read = std::optional<Token> (*)(std::string_view response);
  Bearer(Terms terms, Read read, std::string refusal)
      : terms_(std::move(terms)), read_(read), refusal_(std::move(refusal)) {}

  Step respond(std::string_view response) override {
    // RFC 7628 §3.2.3: the error was a challenge, and what answers it says nothing.
    if (refused_) return failed(user_);
    const std::optional<Token> token = read_(response);
    if (!token) return malformed("no bearer token of the form the mechanism knows");
    user_ = token->user;
    if (admits(terms_, token->user, token->bearer)) return succeeded(user_);
    refused_ = true;
    return challenge(refusal_);
  }

 private:
  Terms terms_;
  Read read_;
  std::string refusal_, user_;
  bool refused_ = false;
};

}  // namespace

std::unique_ptr<Exchange> make_xoauth2(Terms terms) {
  return std::make_unique<Bearer>(std::move(terms), &read_xoauth2,
                                  R"({"status":"401","schemes":"bearer","scope":"mail"})");
}

std::unique_ptr<Exchange> make_oauthbearer(Terms terms) {
  return std::make_unique<Bearer>(std::move(terms), &read_oauthbearer,
                                  R"({"status":"invalid_token","scope":"mail"})");
}

}  // namespace mailrig::sasl
