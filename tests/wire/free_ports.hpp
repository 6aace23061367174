// A whole server for a test: on loopback, at ports that the kernel chooses.
#pragma once

#include "rig/rig.hpp"

namespace mailrig::wire {

inline RigOptions free_ports() {
  RigOptions options;
  options.addresses = {"127.0.0.1"};
  options.smtp_port = options.http_port = 0;
  options.threads = 2;
  return options;
}

}  // namespace mailrig::wire
