#include "client.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "clock.h"
#include "cpus.h"

enum { FAILURES_IN_A_ROW = 10, EVENTS = 64, REPLAY_LANE = -2 };
/* A timer is late by some tens of µs; the last of the waiting is spent looking at the clock. */
static const int64_t SPIN_NS = 60000;
static const int64_t TICK_NS = 100000000;

struct lane {
    int number;
    struct conn *conn;
    bool priming;
    bool waiting; /* has taken an arrival whose time has not come */
    bool ended;
    size_t index;
    int64_t due_ns, free_ns;
    int failures;
};

struct client_run {
    struct endpoint *endpoint;
    const struct block *block;
    int64_t began_ns;
    _Atomic size_t next;
    atomic_bool stop;
};

struct client_thread {
    pthread_t thread;
    struct client_run *run;
    struct lane *lanes;
    size_t count;
    int epoll;
};

static int store_key(const struct client_run *run, const struct lane *lane)
{
    return run->endpoint->settings.session == SESSION_CACHE ? (run->block->names ? run->block->names[lane->index] : -1) : lane->number;
}

static void watch(struct client_thread *thread, struct lane *lane)
{
    /* Edge-triggered for both directions: one system call a connection. */
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP, .data.ptr = lane};
    epoll_ctl(thread->epoll, EPOLL_CTL_ADD, lane->conn->socket.fd, &event);
}

static void take_next(struct client_run *run, struct lane *lane)
{
    const struct block *block = run->block;
    int64_t now = now_ns();
    lane->index = atomic_fetch_add(&run->next, 1);
    if (lane->index >= block->handshakes || atomic_load(&run->stop) || now - run->began_ns > block->timeout_ms * 1000000) {
        lane->ended = true;
        return;
    }
    lane->free_ns = now;
    lane->due_ns = block->schedule_ns ? run->began_ns + block->schedule_ns[lane->index] : now;
    lane->waiting = true;
}

static void drive(struct client_thread *thread, struct lane *lane);

static void begin(struct client_thread *thread, struct lane *lane)
{
    struct client_run *run = thread->run;
    struct endpoint *endpoint = run->endpoint;
    const struct block *block = run->block;
    const enum session_mode mode = endpoint->settings.session;
    lane->waiting = false;
    int name = block->names ? block->names[lane->index] : -1;
    SSL_SESSION *session = mode == SESSION_TICKET || mode == SESSION_CACHE ? session_store_get(&endpoint->sessions, store_key(run, lane)) : NULL;
    lane->priming = mode == SESSION_TICKET && !session;
    lane->conn = conn_connect(endpoint, block->port, name, session, !lane->priming, block->observe == OBSERVE_ALLOCATIONS);
    if (!lane->conn) {
        atomic_store(&run->stop, true);
        lane->ended = true;
        return;
    }
    struct sample *sample = &lane->conn->sample;
    lane->conn->lane = lane->number;
    sample->ns[COL_lane] = lane->number;
    if (name >= 0)
        sample->ns[COL_name] = name;
    if (block->schedule_ns) {
        sample_mark_at(sample, COL_intended, lane->due_ns);
        sample_mark_at(sample, COL_laneFree, lane->free_ns);
    }
    watch(thread, lane);
    drive(thread, lane);
}

static void drive(struct client_thread *thread, struct lane *lane)
{
    struct client_run *run = thread->run;
    conn_drive(lane->conn);
    if (!conn_is_over(lane->conn))
        return;
    bool failed = lane->conn->step == STEP_FAILED;
    bool primed = lane->priming && !failed;
    /* A priming handshake that fails is told of: else nothing would be. */
    lane->conn->measured = !lane->priming || failed;
    endpoint_take(run->endpoint, lane->conn);
    conn_free(lane->conn);
    lane->conn = NULL;
    lane->failures = failed ? lane->failures + 1 : 0;
    if (lane->failures >= FAILURES_IN_A_ROW)
        atomic_store(&run->stop, true);
    if (primed) {
        lane->waiting = true;
        lane->free_ns = now_ns();
    } else {
        take_next(run, lane);
    }
}

/* When the next arrival of this thread is due; INT64_MAX for none. */
static int64_t next_due(const struct client_thread *thread)
{
    int64_t due = INT64_MAX;
    for (size_t place = 0; place < thread->count; place++)
        if (thread->lanes[place].waiting && thread->lanes[place].due_ns < due)
            due = thread->lanes[place].due_ns;
    return due;
}

static size_t begin_due(struct client_thread *thread)
{
    size_t live = 0;
    int64_t now = now_ns();
    for (size_t place = 0; place < thread->count; place++) {
        struct lane *lane = &thread->lanes[place];
        if (lane->waiting && atomic_load(&thread->run->stop))
            lane->waiting = false, lane->ended = true;
        if (lane->waiting && lane->due_ns <= now)
            begin(thread, lane);
        live += !lane->ended;
    }
    return live;
}

static void end_late(struct client_thread *thread)
{
    int64_t now = now_ns();
    for (size_t place = 0; place < thread->count; place++) {
        struct lane *lane = &thread->lanes[place];
        if (lane->conn && lane->conn->deadline_ns < now) {
            conn_time_out(lane->conn);
            drive(thread, lane);
        }
    }
}

static void *run_lanes(void *argument)
{
    struct client_thread *thread = argument;
    struct epoll_event events[EVENTS];
    int64_t checked_ns = now_ns();
    for (size_t place = 0; place < thread->count; place++)
        take_next(thread->run, &thread->lanes[place]);
    while (begin_due(thread) > 0) {
        int64_t now = now_ns();
        int64_t due = next_due(thread);
        int64_t wait = due == INT64_MAX || due - now > TICK_NS ? TICK_NS : due - now - SPIN_NS;
        if (wait < 0)
            wait = 0;
        struct timespec timeout = {wait / 1000000000, wait % 1000000000};
        int count = epoll_pwait2(thread->epoll, events, EVENTS, &timeout, NULL);
        for (int index = 0; index < count; index++) {
            struct lane *lane = events[index].data.ptr;
            if (!lane)
                _exit(0); /* stdin has ended: the engine is gone */
            if (lane->conn)
                drive(thread, lane);
        }
        if (now - checked_ns > TICK_NS) {
            checked_ns = now;
            end_late(thread);
        }
    }
    return NULL;
}

static void start_thread(struct client_thread *thread, struct client_run *run, size_t number, size_t threads)
{
    thread->run = run;
    thread->epoll = epoll_create1(EPOLL_CLOEXEC);
    thread->lanes = calloc(run->block->connections / threads + 1, sizeof *thread->lanes);
    if (!thread->lanes || thread->epoll < 0)
        abort();
    for (size_t lane = number; lane < run->block->connections; lane += threads)
        thread->lanes[thread->count++].number = (int)lane;
    /* No events asked for: a hang-up is always told. */
    struct epoll_event engine = {.events = 0, .data.ptr = NULL};
    epoll_ctl(thread->epoll, EPOLL_CTL_ADD, STDIN_FILENO, &engine);
}

void client_block(struct endpoint *endpoint, int id, const struct block *block)
{
    size_t threads = cpu_count() < block->connections ? cpu_count() : block->connections;
    struct client_thread *list = calloc(threads ? threads : 1, sizeof *list);
    if (!list || !endpoint_begin(endpoint, block))
        abort();
    struct client_run run = {.endpoint = endpoint, .block = block, .began_ns = endpoint->began_ns};
    for (size_t number = 0; number < threads; number++)
        start_thread(&list[number], &run, number, threads);
    for (size_t number = 1; number < threads; number++)
        if (pthread_create(&list[number].thread, NULL, run_lanes, &list[number]) != 0)
            abort();
    if (threads > 0)
        run_lanes(&list[0]);
    for (size_t number = 1; number < threads; number++)
        pthread_join(list[number].thread, NULL);
    for (size_t number = 0; number < threads; number++) {
        close(list[number].epoll);
        free(list[number].lanes);
    }
    free(list);
    endpoint_finish(endpoint, id, "client");
}

size_t client_hold(struct endpoint *endpoint, int port, size_t connections, int64_t timeout_ms)
{
    size_t failed = 0;
    int64_t until = now_ns() + timeout_ms * 1000000;
    for (size_t made = 0; made < connections; made++) {
        struct conn *conn = now_ns() < until ? conn_connect(endpoint, port, -1, NULL, false, false) : NULL;
        if (!conn) {
            failed += connections - made;
            break;
        }
        conn->hold = true;
        conn_run(conn);
        if (conn->step != STEP_HOLD) {
            failed++;
            conn_free(conn);
            continue;
        }
        conn->next = endpoint->held;
        endpoint->held = conn;
        endpoint->held_count++;
    }
    return failed;
}

json_t *client_replay(struct endpoint *endpoint, int port, int uses, char *failure)
{
    struct conn *first = conn_connect(endpoint, port, -1, NULL, false, false);
    if (!first) {
        snprintf(failure, FAILURE_BYTES, "no connection could be made: %s", strerror(errno));
        return NULL;
    }
    first->lane = REPLAY_LANE;
    conn_run(first);
    SSL_SESSION *ticket = session_store_get(&endpoint->sessions, REPLAY_LANE);
    if (first->step != STEP_DONE || !ticket) {
        snprintf(failure, FAILURE_BYTES, "%s", first->sample.error ? first->sample.error : "the server gave no ticket");
        SSL_SESSION_free(ticket);
        conn_free(first);
        return NULL;
    }
    conn_free(first);
    static const char *const outcomes[] = {"not offered", "accepted", "rejected"};
    json_t *list = json_array();
    for (int use = 0; use < uses; use++) {
        /* A copy, since a session that was used is marked as such. */
        struct conn *conn = conn_connect(endpoint, port, -1, SSL_SESSION_dup(ticket), false, false);
        if (!conn)
            break;
        conn->lane = REPLAY_LANE - 1;
        conn_run(conn);
        bool done = conn->step == STEP_DONE;
        json_array_append_new(list, json_pack("{sb ss sb ss?}", "resumed", done && conn->sample.ns[COL_resumed] == 1, "earlyData", outcomes[conn->early], "responded", done, "error", conn->sample.error));
        conn_free(conn);
    }
    SSL_SESSION_free(ticket);
    return list;
}
