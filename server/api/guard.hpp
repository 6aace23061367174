// The one guard in front of every route: whom this server answers. A page of some other site must
// neither read mail nor send commands, whatever name it rebinds to our address (RFC 9110 §7.4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/service.hpp"

namespace mailrig::api {

struct Admission {
  std::optional<Response> refusal;
  // Origin of an allowed foreign page: CORS headers are due. Empty otherwise.
  std::string cross_origin;
};

Admission admit(const Request& request, const ServiceOptions& options);

// Whether `host` (without port) is a name that no stranger's DNS can point at us.
bool host_allowed(std::string_view host, const ServiceOptions& options);

}  // namespace mailrig::api
