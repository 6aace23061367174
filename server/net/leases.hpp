// Ports that inboxes lease, each of the kind of a listener.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "api/port_leases.hpp"
#include "net/server.hpp"

namespace mailrig::net {

struct PortRange {
  std::uint16_t first = 0, last = 0;  // both included; 0: free ones of the kernel's choice
};

class Leases final : public api::PortLeases {
 public:
  // A listener of whose kind ports can be leased. `factory` makes the sessions for an inbox.
  struct Kind {
    std::string listener;
    std::function<SessionFactory(const std::string& inbox)> factory;
  };

  // The server outlives this and is stopped before it ends; `identities` outlive the server.
  Leases(Server& server, std::vector<std::string> addresses, PortRange range,
         std::vector<Kind> kinds, Identities* identities);

  std::vector<std::string> kinds() const override;
  api::Lease lease(const std::string& inbox, const std::vector<std::string>& listeners,
                   std::chrono::milliseconds time, std::function<void()> ended) override;
  void release(const std::string& inbox) override;
  // From now on nothing is leased.
  void stopping();

 private:
  struct Held {
    std::uint64_t generation = 0;        // tells a lease from an earlier one of the same inbox
    std::vector<std::uint64_t> numbers;  // of the Server
  };

  const Kind* find(const std::string& listener) const;
  Result<std::vector<BoundSocket>> bind(const std::string& listener);
  void expire(const std::string& inbox, std::uint64_t generation,
              const std::function<void()>& ended);

  Server& server_;
  const std::vector<std::string> addresses_;
  const PortRange range_;
  const std::vector<Kind> kinds_;
  Identities* const identities_;

  std::mutex mutex_;
  bool stopping_ = false;
  std::uint64_t last_generation_ = 0;
  std::map<std::string, Held> held_;
};

}  // namespace mailrig::net
