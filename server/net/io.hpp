// The names of Asio that net/ uses. Executors are concrete: a type-erased one costs an allocation a
// wait.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>

namespace mailrig::net {

namespace asio = boost::asio;
using boost::system::error_code;

using Executor = asio::io_context::executor_type;
template <class T>
using Task = asio::awaitable<T, Executor>;

// Every wait answers (error_code, …) as a tuple: nothing in net/ throws for a lost connection.
// Deferred: a coroutine awaits the operation itself; use_awaitable would wrap it in a frame.
inline constexpr auto as_values = asio::as_tuple(asio::deferred);

}  // namespace mailrig::net
