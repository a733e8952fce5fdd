#define _GNU_SOURCE
#include "chost.h"
#include <errno.h>
#include <string.h>

int vigie_receive(int socket, char *slots, unsigned size, unsigned count, unsigned *lengths,
                  int waits) {
    struct mmsghdr messages[VIGIE_DATAGRAMS];
    struct iovec pieces[VIGIE_DATAGRAMS];
    if (count > VIGIE_DATAGRAMS) count = VIGIE_DATAGRAMS;
    memset(messages, 0, sizeof messages);
    for (unsigned i = 0; i < count; i++) {
        pieces[i] = (struct iovec){.iov_base = slots + (size_t)i * size, .iov_len = size};
        messages[i].msg_hdr.msg_iov = &pieces[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int got = recvmmsg(socket, messages, count, waits ? MSG_WAITFORONE : MSG_DONTWAIT, NULL);
    for (int i = 0; i < got; i++) lengths[i] = messages[i].msg_len;
    return got;
}
