// Reads host and port.
#include <charconv>

#include "smtp/client.hpp"

namespace mailrig::smtp {

Result<Target> parse_target(std::string_view text, std::uint16_t default_port) {
  const auto bad = [&] {
    return Error{"\"" + std::string(text) +
                 "\" is no server: write HOST, HOST:PORT or [IPv6]:PORT"};
  };
  Target target;
  target.port = default_port;
  std::string_view port;
  const std::size_t bracket = text.find(']');
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  std::string_view host = text.substr(0, colon);
  if (colon != std::string_view::npos) {
    port = text.substr(colon + 1);
    unsigned number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (error != std::errc() || end != port.data() + port.size() || number < 1 || number > 65535)
      return bad();
    target.port = static_cast<std::uint16_t>(number);
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.empty() || host.find_first_of(" []/") != std::string_view::npos) return bad();
  target.host = host;
  return target;
}

}  // namespace mailrig::smtp
