// What the words of a listener, and those that hold for all, come to: what it accepts and offers.
#pragma once

#include <memory>
#include <string>

#include "rig/rig.hpp"
#include "smtp/options.hpp"

namespace mailrig {

// The users file at `path`; null if that is empty. Throws StartError.
std::shared_ptr<const sasl::Users> read_users(const std::string& path);

// Throws OptionError, which says where the bad word stands: "--profile", or "listener NAME".
smtp::Options smtp_options(const ListenerOptions& own, const RigOptions& options,
                           const std::shared_ptr<const sasl::Users>& users);

}  // namespace mailrig
