// The one translation unit that carries the code of Asio and Beast for all others.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
