#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "cpus.h"

enum { BACKLOG = 4096, EVENTS = 64, TICK_MS = 250, MOST_THREADS = 64 };

struct server_thread {
    pthread_t thread;
    int epoll;
    struct conn *first; /* connections under way, newest first */
};

static struct server_thread threads[MOST_THREADS];
static size_t thread_count;

/* A listener's event carries its endpoint with the lowest bit set, a connection's the connection. */
static void *tagged(struct endpoint *endpoint) { return (void *)((uintptr_t)endpoint | 1); }

static void link_in(struct server_thread *thread, struct conn *conn)
{
    conn->next = thread->first;
    conn->previous = NULL;
    if (thread->first)
        thread->first->previous = conn;
    thread->first = conn;
}

static void link_out(struct server_thread *thread, struct conn *conn)
{
    if (conn->previous)
        conn->previous->next = conn->next;
    else
        thread->first = conn->next;
    if (conn->next)
        conn->next->previous = conn->previous;
    conn->previous = conn->next = NULL;
}

static void keep(struct server_thread *thread, struct conn *conn)
{
    struct endpoint *endpoint = conn->endpoint;
    epoll_ctl(thread->epoll, EPOLL_CTL_DEL, conn->socket.fd, NULL);
    pthread_mutex_lock(&endpoint->mutex);
    conn->next = endpoint->held;
    endpoint->held = conn;
    endpoint->held_count++;
    pthread_mutex_unlock(&endpoint->mutex);
}

static void settle(struct server_thread *thread, struct conn *conn)
{
    if (!conn_is_over(conn))
        return;
    link_out(thread, conn);
    endpoint_take(conn->endpoint, conn);
    if (conn->step == STEP_HOLD)
        keep(thread, conn);
    else
        conn_free(conn);
}

static void accept_all(struct server_thread *thread, struct endpoint *endpoint)
{
    for (;;) {
        int fd = accept4(endpoint->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        struct conn *conn = conn_accept(endpoint, fd, endpoint->observe == OBSERVE_ALLOCATIONS);
        if (!conn)
            continue;
        link_in(thread, conn);
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP, .data.ptr = conn};
        epoll_ctl(thread->epoll, EPOLL_CTL_ADD, fd, &event);
        conn_drive(conn);
        settle(thread, conn);
    }
}

static void end_late(struct server_thread *thread)
{
    int64_t now = now_ns();
    for (struct conn *conn = thread->first, *next; conn; conn = next) {
        next = conn->next;
        if (conn->deadline_ns < now) {
            conn_time_out(conn);
            settle(thread, conn);
        }
    }
}

static void *run_server(void *argument)
{
    struct server_thread *thread = argument;
    struct epoll_event events[EVENTS];
    for (;;) {
        int count = epoll_wait(thread->epoll, events, EVENTS, TICK_MS);
        for (int index = 0; index < count; index++) {
            uintptr_t data = (uintptr_t)events[index].data.ptr;
            if (data & 1) {
                accept_all(thread, (struct endpoint *)(data & ~(uintptr_t)1));
                continue;
            }
            struct conn *conn = events[index].data.ptr;
            conn_drive(conn);
            settle(thread, conn);
        }
        end_late(thread);
    }
    return NULL;
}

static bool start_threads(void)
{
    size_t wanted = cpu_count() < MOST_THREADS ? cpu_count() : MOST_THREADS;
    while (thread_count < wanted) {
        struct server_thread *thread = &threads[thread_count];
        thread->epoll = epoll_create1(EPOLL_CLOEXEC);
        if (thread->epoll < 0 || pthread_create(&thread->thread, NULL, run_server, thread) != 0)
            return thread_count > 0;
        thread_count++;
    }
    return true;
}

int server_listen(struct endpoint *endpoint, char *failure)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0 || getsockname(fd, (struct sockaddr *)&address, &length) != 0 || !start_threads()) {
        snprintf(failure, FAILURE_BYTES, "listen on 127.0.0.1: %s", strerror(errno));
        if (fd >= 0)
            close(fd);
        return 0;
    }
    endpoint->listen_fd = fd;
    for (size_t number = 0; number < thread_count; number++) {
        struct epoll_event event = {.events = EPOLLIN | (thread_count > 1 ? EPOLLEXCLUSIVE : 0), .data.ptr = tagged(endpoint)};
        epoll_ctl(threads[number].epoll, EPOLL_CTL_ADD, fd, &event);
    }
    return ntohs(address.sin_port);
}

static void leave_without_engine(void)
{
    struct pollfd engine = {.fd = STDIN_FILENO, .events = 0};
    if (poll(&engine, 1, 0) > 0 && engine.revents & POLLHUP)
        _exit(0);
}

void server_wait(struct endpoint *endpoint, size_t expect, int64_t timeout_ms)
{
    int64_t until = now_ns() + timeout_ms * 1000000;
    pthread_mutex_lock(&endpoint->mutex);
    while (endpoint->over < expect && now_ns() < until) {
        int64_t tick = now_ns() + TICK_MS * 1000000 < until ? now_ns() + TICK_MS * 1000000 : until;
        struct timespec wake = {tick / 1000000000, tick % 1000000000};
        pthread_cond_timedwait(&endpoint->changed, &endpoint->mutex, &wake);
        leave_without_engine();
    }
    pthread_mutex_unlock(&endpoint->mutex);
}
