// Mechanisms with a password: PLAIN (RFC 4616), LOGIN (draft-murchison-sasl-login) and CRAM-MD5
// (RFC 2195).
#include <algorithm>

#include "session/sasl_exchange.hpp"
#include "session/sasl_text.hpp"

namespace mailrig::sasl {
namespace {

class Plain final : public ClientFirst {
 public:
  explicit Plain(Terms terms) : terms_(std::move(terms)) {}

  // RFC 4616 §2: [authzid] NUL authcid NUL passwd
  Step respond(std::string_view response) override {
    const std::size_t first = response.find('\0');
    const std::size_t second =
        first == std::string_view::npos ? first : response.find('\0', first + 1);
    if (second == std::string_view::npos) return malformed("two NULs part its fields");
    const std::string_view authzid = response.substr(0, first);
    const std::string_view user = response.substr(first + 1, second - first - 1);
    const std::string_view password = response.substr(second + 1);
    if (user.empty() || password.empty()) return malformed("user and password are not empty");
    if (!is_safe(authzid) || !is_safe(user) || !is_safe(password))
      return malformed("its fields are UTF-8 without NUL");
    // Nobody may act for another here.
    const bool itself = authzid.empty() || authzid == user || !terms_.users;
    return itself && admits(terms_, user, password) ? succeeded(std::string(user))
                                                    : failed(std::string(user));
  }

 private:
  Terms terms_;
};

class Login final : public Exchange {
 public:
  explicit Login(Terms terms) : terms_(std::move(terms)) {}

  Step start(std::optional<std::string_view> initial) override {
    return initial ? respond(*initial) : challenge("Username:");
  }

  Step respond(std::string_view response) override {
    if (!is_safe(response)) return malformed("user and password are UTF-8 without NUL");
    if (user_) return admits(terms_, *user_, response) ? succeeded(*user_) : failed(*user_);
    if (response.empty()) return malformed("the user is not empty");
    user_ = response;
    return challenge("Password:");
  }

 private:
  Terms terms_;
  std::optional<std::string> user_;
};

class CramMd5 final : public Exchange {
 public:
  explicit CramMd5(Terms terms) : terms_(std::move(terms)) {
    // RFC 2195 §2: of the form of a message id.
    challenge_ = "<" + terms_.nonce + "@" + terms_.hostname + ">";
  }

  Step start(std::optional<std::string_view> initial) override {
    if (initial) return {Step::Kind::no_initial_response};
    return challenge(challenge_);
  }

  Step respond(std::string_view response) override {
    const std::size_t blank = response.rfind(' ');
    const std::string_view digest =
        blank == std::string_view::npos ? "" : response.substr(blank + 1);
    const bool hexadecimal = digest.size() == 32 && std::ranges::all_of(digest, [](char c) {
                               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                             });
    if (!hexadecimal || blank == 0)
      return malformed("a user, a blank and 32 lower-case hexadecimal digits");
    std::string user(response.substr(0, blank));
    if (!is_safe(user)) return malformed("the user is UTF-8 without NUL");
    if (!terms_.users) return succeeded(std::move(user));
    const std::string* password = terms_.users->password_of(user);
    const bool right = password && same(encode_hex(hmac(Hash::md5, *password, challenge_)), digest);
    return right ? succeeded(std::move(user)) : failed(std::move(user));
  }

 private:
  Terms terms_;
  std::string challenge_;
};

}  // namespace

std::unique_ptr<Exchange> make_plain(Terms terms) {
  return std::make_unique<Plain>(std::move(terms));
}
std::unique_ptr<Exchange> make_login(Terms terms) {
  return std::make_unique<Login>(std::move(terms));
}
std::unique_ptr<Exchange> make_cram_md5(Terms terms) {
  return std::make_unique<CramMd5>(std::move(terms));
}

}  // namespace mailrig::sasl
