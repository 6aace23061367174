#include "session/sasl_hash.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <stdexcept>

namespace mailrig::sasl {
namespace {

const EVP_MD* digest_of(Hash which) {
  switch (which) {
    case Hash::md5:
      return EVP_md5();
    case Hash::sha_1:
      return EVP_sha1();
    case Hash::sha_256:
      return EVP_sha256();
  }
  return nullptr;
}

const unsigned char* octets_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* octets_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

void check(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("libcrypto refuses ") + what);
}

}  // namespace

std::string hash(Hash which, std::string_view octets) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned length = 0;
  check(EVP_Digest(octets.data(), octets.size(), octets_of(out), &length, digest_of(which),
                   nullptr) == 1,
        "a hash");
  out.resize(length);
  return out;
}

std::string hmac(Hash which, std::string_view key, std::string_view octets) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned length = 0;
  check(HMAC(digest_of(which), key.data(), static_cast<int>(key.size()), octets_of(octets),
             octets.size(), octets_of(out), &length) != nullptr,
        "an HMAC");
  out.resize(length);
  return out;
}

std::string stretch(Hash which, std::string_view password, std::string_view salt,
                    unsigned iterations) {
  std::string out(static_cast<std::size_t>(EVP_MD_get_size(digest_of(which))), '\0');
  check(PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), octets_of(salt),
                          static_cast<int>(salt.size()), static_cast<int>(iterations),
                          digest_of(which), static_cast<int>(out.size()), octets_of(out)) == 1,
        "PBKDF2");
  return out;
}

bool same(std::string_view one, std::string_view other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::string random_octets(std::size_t count) {
  std::string out(count, '\0');
  check(RAND_bytes(octets_of(out), static_cast<int>(count)) == 1, "random octets");
  return out;
}

}  // namespace mailrig::sasl
