// SCRAM-SHA-1 (RFC 5802) and SCRAM-SHA-256 (RFC 7677), without channel binding.
#include "mail/encoding.hpp"
#include "session/sasl_exchange.hpp"
#include "session/sasl_text.hpp"

namespace mailrig::sasl {
namespace {

constexpr unsigned kIterations = 4'096;  // RFC 5802 §5.1: at least

// Takes `<letter>=value,` off the front; nothing if that is not what stands there.
std::optional<std::string_view> take(std::string_view& rest, char letter) {
  if (rest.size() < 2 || rest[0] != letter || rest[1] != '=') return std::nullopt;
  const std::size_t end = rest.find(',');
  const std::string_view value = rest.substr(2, end == std::string_view::npos ? end : end - 2);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return value;
}

std::string exclusive_or(std::string one, std::string_view other) {
  for (std::size_t i = 0; i < one.size() && i < other.size(); ++i)
    one[i] = static_cast<char>(one[i] ^ other[i]);
  return one;
}

class Scram final : public ClientFirst {
 public:
  Scram(Hash hash, Terms terms) : hash_(hash), terms_(std::move(terms)) {}

  Step respond(std::string_view response) override {
    if (signed_)
      return response.empty() ? succeeded(user_) : malformed("nothing is to be said now");
    return nonce_.empty() ? first(response) : final(response);
  }

 private:
  // RFC 5802 §7: client-first-message = gs2-header client-first-message-bare
  Step first(std::string_view message) {
    std::string_view rest = message;
    if (rest.starts_with("p=")) return malformed("channel binding is not offered");
    if (!rest.starts_with("n,") && !rest.starts_with("y,"))
      return malformed("it begins with n, or y,");
    rest.remove_prefix(2);
    if (rest.starts_with(',')) {
      rest.remove_prefix(1);
    } else if (!take(rest, 'a')) {
      return malformed("the gs2 header is two commas, or a= between them");
    }
    header_ = message.substr(0, message.size() - rest.size());
    client_first_ = rest;
    // RFC 5802 §5.1: m= is an extension that nobody knows.
    if (rest.starts_with("m=")) return malformed("mandatory extension not known");
    const auto name = take(rest, 'n');
    const auto nonce = name ? take(rest, 'r') : std::nullopt;
    if (!nonce || nonce->empty()) return malformed("n=user,r=nonce is expected");
    const auto user = decode_name(*name);
    if (!user || user->empty() || !is_safe(*user)) return malformed("the user name is no saslname");
    user_ = *user;
    nonce_ = std::string(*nonce) + terms_.nonce;
    // The same salt for a user each time, as a server that keeps it would.
    salt_ = sasl::hash(hash_, "salt of " + user_ + " at " + terms_.hostname).substr(0, 16);
    server_first_ =
        "r=" + nonce_ + ",s=" + encode_base64(salt_) + ",i=" + std::to_string(kIterations);
    return challenge(server_first_);
  }

  // client-final-message = channel-binding "," nonce ["," extensions] "," proof
  Step final(std::string_view message) {
    const std::size_t end = message.rfind(",p=");
    if (end == std::string_view::npos) return malformed("no proof");
    const std::string_view bare = message.substr(0, end);
    std::string_view rest = bare;
    const auto binding = take(rest, 'c');
    const auto nonce = binding ? take(rest, 'r') : std::nullopt;
    const auto proof = decode_base64(message.substr(end + 3));
    if (!nonce || !proof) return malformed("c=header,r=nonce,p=proof is expected");
    if (decode_base64(*binding) != header_) return malformed("c= does not repeat the gs2 header");
    if (*nonce != nonce_) return failed(user_);
    const std::string signed_text = client_first_ + "," + server_first_ + "," + std::string(bare);
    if (terms_.users) {
      const std::string* password = terms_.users->password_of(user_);
      if (!password || !proves(*password, signed_text, *proof)) return failed(user_);
      return sign();
    }
    for (const std::string& guess : {user_, std::string("password"), std::string("secret")})
      if (proves(guess, signed_text, *proof)) break;
    return sign();
  }

  // RFC 5802 §3. Leaves the server's signature for that password.
  bool proves(const std::string& password, const std::string& text, const std::string& proof) {
    const std::string salted = stretch(hash_, password, salt_, kIterations);
    const std::string stored = sasl::hash(hash_, hmac(hash_, salted, "Client Key"));
    signature_ = hmac(hash_, hmac(hash_, salted, "Server Key"), text);
    if (proof.size() != stored.size()) return false;
    const std::string key = exclusive_or(proof, hmac(hash_, stored, text));
    return same(sasl::hash(hash_, key), stored);
  }

  Step sign() {
    signed_ = true;
    return challenge("v=" + encode_base64(signature_));
  }

  Hash hash_;
  Terms terms_;
  std::string user_, header_, client_first_, server_first_, nonce_, salt_, signature_;
  bool signed_ = false;
};

}  // namespace

std::unique_ptr<Exchange> make_scram(Hash hash, Terms terms) {
  return std::make_unique<Scram>(hash, std::move(terms));
}

}  // namespace mailrig::sasl
