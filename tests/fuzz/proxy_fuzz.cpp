// A PROXY header is decided within its bounds, and the same whether more stands behind it or not.
#include <cstdlib>

#include "session/network.hpp"
#include "session/proxy_header.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace mailrig;
  using State = ProxyHeader::State;
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  const ProxyHeader whole = parse_proxy_header(octets);
  if (whole.state == State::incomplete && size > 2'048) std::abort();
  if (whole.state == State::complete) {
    if (whole.length > size) std::abort();
    const ProxyHeader exact = parse_proxy_header(octets.substr(0, whole.length));
    if (exact.state != State::complete || exact.source != whole.source) std::abort();
    if (!whole.local && !parse_network(whole.source)) std::abort();
  }
  for (std::size_t i = 0; i < size && i < 64; ++i)
    if (parse_proxy_header(octets.substr(0, i)).state == State::malformed &&
        whole.state == State::complete)
      std::abort();
  parse_network(octets);
  return 0;
}
