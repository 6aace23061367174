#include "match/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace mailrig {
namespace {

constexpr unsigned kCustomer = 64;  // the least that one IPv6 customer is given

template <std::size_t N>
void clear_after(std::array<unsigned char, N>& address, unsigned prefix) {
  for (std::size_t i = 0; i < N; ++i) {
    const unsigned kept = std::clamp<int>(static_cast<int>(prefix) - static_cast<int>(8 * i), 0, 8);
    address[i] &= static_cast<unsigned char>(0xff00u >> kept);
  }
}

template <std::size_t N>
std::string write(int family, const std::array<unsigned char, N>& address, unsigned prefix) {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(family, address.data(), text, sizeof text);
  return std::string(text) + "/" + std::to_string(prefix);
}

}  // namespace

std::string network_of(std::string_view ip, unsigned prefix) {
  std::string text(ip);
  // An IPv4 client of an IPv6 socket.
  if (text.starts_with("::ffff:") && text.find('.') != std::string::npos) text.erase(0, 7);
  std::array<unsigned char, 4> v4{};
  if (inet_pton(AF_INET, text.c_str(), v4.data()) == 1) {
    prefix = std::min(prefix, 32u);
    clear_after(v4, prefix);
    return write(AF_INET, v4, prefix);
  }
  std::array<unsigned char, 16> v6{};
  if (inet_pton(AF_INET6, text.c_str(), v6.data()) == 1) {
    if (prefix <= 32) prefix = kCustomer;
    prefix = std::min(prefix, 128u);
    clear_after(v6, prefix);
    return write(AF_INET6, v6, prefix);
  }
  return text;
}

}  // namespace mailrig
