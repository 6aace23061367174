// From options to listeners: which there are, and what each accepts and offers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "net/leases.hpp"
#include "rig/rig.hpp"
#include "smtp/options.hpp"

namespace mailrig {

// A listener that is to be bound, its words checked.
struct Listener {
  std::string name, protocol;
  std::string flag;  // that says where: "--smtp-port"
  int port = 0;
  std::string path;  // of a unix socket; empty: a port
  std::string tls;   // none, starttls or implicit, as it is shown
  bool dispensable = false;
  smtp::Options smtp;  // unless the protocol is http
};

// All of them: those with options of their own first. Throws StartError: bad words, names or ports
// given twice, none at all, a users file that cannot be used.
std::vector<Listener> listeners_of(const RigOptions& options);

// "20000-20063", "20000", or empty: free ones. Throws StartError.
net::PortRange lease_range(const std::string& text);

}  // namespace mailrig
