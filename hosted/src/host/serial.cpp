// SPDX-License-Identifier: Apache-2.0
#include "host/serial.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "host/call.hpp"
#include "host/peripherals.hpp"
#include "host/process.hpp"
#include "host/restart.hpp"
#include "host/serial_peer.hpp"
#include "host/signals.hpp"

namespace hosted {
namespace {

constexpr int kPeerSlot = 0;
constexpr int kListenerSlot = 1;
constexpr int kPatienceMs = 200;

struct SerialLine {
  Outside input;
  int output = -1;
  void (*ready)(int) = nullptr;
  bool wanted = false;  // somebody wants input
  bool polled = false;  // somebody asks for input now and then, so time must not run away
  bool deaf = false;    // the pseudoterminal is full and was waited for
};
SerialLine g_serial[kSerialLines];
Outside g_listener;

void input_ready(Outside* outside) {
  int line = outside == &g_serial[0].input ? 0 : 1;
  g_serial[line].ready(line);
}

bool live() {
  return g_serial[1].input.fd >= 0 || g_listener.fd >= 0 ||
         (g_serial[0].polled && g_serial[0].input.fd >= 0);
}

void watch_if_wanted(SerialLine& line) {
  if (line.wanted && line.input.fd >= 0) {
    watch(&line.input);
  } else {
    unwatch(&line.input);
  }
  hold_time(live());
}

// On the host stack.
void accept_peer(Outside*) {
  host_call([] {
    int fd = ::accept4(g_listener.fd, nullptr, nullptr, SOCK_NONBLOCK);
    if (fd < 0) {
      return;
    }
    g_serial[1].input.fd = fd;
    g_serial[1].output = fd;
    keep_descriptor(kPeerSlot, fd);
  });
  unwatch(&g_listener);
  watch_if_wanted(g_serial[1]);
}

void peer_closed(int index, const char* how) {
  SerialLine& line = g_serial[index];
  unwatch(&line.input);
  if (index == 1) {
    complain("uart1: the peer %s%s", how,
             g_listener.fd >= 0 ? "; waiting for the next one" : "; nothing more will come");
    (void)::close(line.input.fd);
    keep_descriptor(kPeerSlot, -1);
    line.output = -1;
    if (g_listener.fd >= 0) {
      watch(&g_listener);
    }
  }
  line.input.fd = -1;
  hold_time(live());
}

// Whether the peer will take something. On the host stack.
bool wait_for_room(SerialLine& line, bool terminal) {
  pollfd fd{line.output, POLLOUT, 0};
  int patience = !terminal ? -1 : line.deaf ? 0 : kPatienceMs;
  int count = 0;
  do {
    count = ::poll(&fd, 1, patience);
  } while (count < 0 && errno == EINTR && !end_requested());
  bool room = count > 0;
  if (terminal && !room && !line.deaf) {
    complain("uart1: nobody reads the pseudoterminal; what is sent is lost until somebody does");
  }
  line.deaf = terminal && !room;
  return room;
}

// On the host stack.
void write_peer(const std::uint8_t* data, std::size_t bytes) {
  SerialLine& line = g_serial[1];
  bool terminal = serial_kind() == SerialKind::kTerminal;
  while (bytes > 0 && line.output >= 0) {
    // SIGPIPE would end the process as if standard output were gone.
    ssize_t n = terminal || serial_kind() == SerialKind::kFile
                    ? ::write(line.output, data, bytes)
                    : ::send(line.output, data, bytes, MSG_NOSIGNAL);
    if (n > 0) {
      data += n;
      bytes -= static_cast<std::size_t>(n);
      line.deaf = false;
    } else if (n < 0 && errno == EAGAIN) {
      if (!wait_for_room(line, terminal)) {
        return;
      }
    } else if (n >= 0 || errno != EINTR || end_requested()) {
      peer_closed(1, "is gone");
      return;
    }
  }
}

}  // namespace

void open_serial_lines() {
  host_call([] {
    for (SerialLine& line : g_serial) {
      line.input.events = POLLIN;
      line.input.ready = input_ready;
    }
    g_listener.events = POLLIN;
    g_listener.ready = accept_peer;
    g_serial[0].input.fd = STDIN_FILENO;
    g_serial[0].output = STDOUT_FILENO;
    SerialPeer peer{kept_descriptor(kPeerSlot), kept_descriptor(kListenerSlot)};
    open_peer(g_peripherals.uart1, g_boot.count > 0, &peer);
    keep_descriptor(kPeerSlot, peer.fd);
    keep_descriptor(kListenerSlot, peer.listener);
    g_listener.fd = peer.listener;
    g_serial[1].output = peer.fd;
    g_serial[1].input.fd = serial_kind() == SerialKind::kFile ? -1 : peer.fd;
    if (peer.listener >= 0 && peer.fd < 0) {
      watch(&g_listener);
    }
    hold_time(live());
  });
}

bool serial_readable(int index) {
  SerialLine& line = g_serial[index];
  bool readable = false;
  if (line.input.fd >= 0) {
    host_call([&] {
      pollfd fd{line.input.fd, POLLIN, 0};
      readable = ::poll(&fd, 1, 0) > 0;
    });
  }
  return readable;
}

std::size_t serial_read(int index, std::uint8_t* buffer, std::size_t bytes) {
  SerialLine& line = g_serial[index];
  std::size_t got = 0;
  if (!line.polled && index == 0) {
    line.polled = true;
    hold_time(live());
  }
  if (bytes == 0 || !serial_readable(index)) {
    return 0;
  }
  host_call([&] {
    ssize_t n = ::read(line.input.fd, buffer, bytes);
    if (n > 0) {
      got = static_cast<std::size_t>(n);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
      peer_closed(index, n == 0 ? "has closed" : "is gone");
    }
  });
  return got;
}

void serial_write(int index, const std::uint8_t* data, std::size_t bytes) {
  if (index == 0) {
    write_output(reinterpret_cast<const char*>(data), bytes);
  } else if (g_serial[1].output >= 0) {
    host_call([=] { write_peer(data, bytes); });
  }
}

void serial_watch(int index, void (*ready)(int)) {
  g_serial[index].ready = ready;
  g_serial[index].wanted = true;
  watch_if_wanted(g_serial[index]);
}

void serial_unwatch(int index) {
  g_serial[index].wanted = false;
  watch_if_wanted(g_serial[index]);
}

void serial_mute(int index) {
  g_serial[index].input.muted = true;
}

}  // namespace hosted
