// The names of Asio that net/ uses.
#pragma once

#include <boost/asio/io_context.hpp>

namespace mailrig::net {

namespace asio = boost::asio;
using boost::system::error_code;

}  // namespace mailrig::net
