// Ports of an inbox's own: what the API needs of whoever has sockets.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace mailrig::api {

struct LeasedPort {
  std::string listener;  // whose kind it is: protocol, TLS mode, profile, AUTH policy
  std::uint16_t port = 0;
};

struct LeaseError {
  enum class Kind : std::uint8_t {
    unknown_listener,  // no such name, or one that cannot be leased (HTTP, a unix socket)
    taken,             // the inbox holds a lease already
    none_left,         // every port of the range is taken
    stopping,          // the server ends
  };
  Kind kind = Kind::none_left;
  std::string what, hint;
};

using Lease = std::variant<std::vector<LeasedPort>, LeaseError>;

// Thread-safe.
class PortLeases {
 public:
  virtual ~PortLeases() = default;

  // The names of the listeners whose kind can be leased.
  virtual std::vector<std::string> kinds() const = 0;
  // Opens a port of the kind of each of `listeners`, in this order, or none at all. What connects
  // there has `inbox` in Facts::lease. They accept when this returns. After `time` (0: never) the
  // lease ends as by release(), and then `ended` is called once, by another thread. Asks the
  // behaviour at stage `listen`: the caller holds no lock that this needs.
  virtual Lease lease(const std::string& inbox, const std::vector<std::string>& listeners,
                      std::chrono::milliseconds time, std::function<void()> ended) = 0;
  // Closes the inbox's ports: nobody can connect when this returns, and who is connected is told
  // 421. `ended` is not called. Nothing happens if it holds none.
  virtual void release(const std::string& inbox) = 0;
};

}  // namespace mailrig::api
