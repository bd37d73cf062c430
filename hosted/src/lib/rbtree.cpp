// SPDX-License-Identifier: Apache-2.0
// Red-black trees without parent links: insertion and removal keep the path from the root on the
// stack. After Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", chapter 13.
#include <zephyr/sys/rb.h>

#include <cstdint>

namespace {

constexpr std::uintptr_t kBlack = 1;

std::uintptr_t raw(const rbnode* node) {
  return reinterpret_cast<std::uintptr_t>(node->children[0]);
}

rbnode* child(const rbnode* node, unsigned side) {
  return side != 0 ? node->children[1] : reinterpret_cast<rbnode*>(raw(node) & ~kBlack);
}

bool is_black(const rbnode* node) {
  return node == nullptr || (raw(node) & kBlack) != 0;
}

void set_child(rbnode* node, unsigned side, rbnode* value) {
  if (side != 0) {
    node->children[1] = value;
  } else {
    node->children[0] =
        reinterpret_cast<rbnode*>(reinterpret_cast<std::uintptr_t>(value) | (raw(node) & kBlack));
  }
}

void set_black(rbnode* node, bool black) {
  node->children[0] = reinterpret_cast<rbnode*>((raw(node) & ~kBlack) | (black ? kBlack : 0));
}

// The nodes from the root to the place of interest.
struct Path {
  rbtree* tree;
  rbnode** nodes;
  int length = 0;

  void push(rbnode* node) { nodes[length++] = node; }
  unsigned side(int at) const { return child(nodes[at - 1], 1) == nodes[at] ? 1 : 0; }
  // Makes `node` what hangs where nodes[at] hung.
  void hang(int at, unsigned at_side, rbnode* node) {
    if (at == 0) {
      tree->root = node;
    } else {
      set_child(nodes[at - 1], at_side, node);
    }
    nodes[at] = node;
  }
  unsigned side_of(int at) const { return at == 0 ? 0 : side(at); }
};

// Turns nodes[at] down to `side`: its child on the other side takes its place.
rbnode* rotate(Path& path, int at, unsigned side) {
  rbnode* down = path.nodes[at];
  rbnode* up = child(down, 1 - side);
  unsigned hangs = path.side_of(at);
  set_child(down, 1 - side, child(up, side));
  set_child(up, side, down);
  path.hang(at, hangs, up);
  return down;
}

// The last node of the path is red; so may its parent be.
void mend_insertion(Path& path) {
  int at = path.length - 1;
  while (at >= 2 && !is_black(path.nodes[at - 1])) {
    unsigned side = path.side(at - 1);
    rbnode* grand = path.nodes[at - 2];
    rbnode* aunt = child(grand, 1 - side);
    if (!is_black(aunt)) {
      set_black(path.nodes[at - 1], true);
      set_black(aunt, true);
      set_black(grand, false);
      at -= 2;
      continue;
    }
    if (path.side(at) != side) {
      (void)rotate(path, at - 1, side);
    }
    set_black(path.nodes[at - 1], true);
    set_black(grand, false);
    (void)rotate(path, at - 2, 1 - side);
    break;
  }
  set_black(path.tree->root, true);
}

// Where nodes[at] hung, on `side` of nodes[at - 1], one black node is missing.
void mend_removal(Path& path, int at, unsigned side) {
  while (at > 0) {
    rbnode* parent = path.nodes[at - 1];
    rbnode* sibling = child(parent, 1 - side);
    if (!is_black(sibling)) {
      set_black(sibling, true);
      set_black(parent, false);
      (void)rotate(path, at - 1, side);
      path.nodes[at] = parent;  // the path has one node more: the sibling, above the parent
      ++at;
      sibling = child(parent, 1 - side);
    }
    if (is_black(child(sibling, 0)) && is_black(child(sibling, 1))) {
      set_black(sibling, false);
      if (!is_black(parent)) {
        set_black(parent, true);
        return;
      }
      --at;
      side = path.side_of(at);
      continue;
    }
    if (is_black(child(sibling, 1 - side))) {
      set_black(child(sibling, side), true);
      set_black(sibling, false);
      path.nodes[at] = sibling;
      (void)rotate(path, at, 1 - side);
      sibling = path.nodes[at];
    }
    set_black(sibling, is_black(parent));
    set_black(parent, true);
    set_black(child(sibling, 1 - side), true);
    (void)rotate(path, at - 1, side);
    return;
  }
}

unsigned side_towards(const rbtree* tree, rbnode* from, rbnode* node) {
  return tree->lessthan_fn(node, from) ? 0 : 1;
}

// The node at `at` has two children: it and the last node of its left side change places, so that
// it has one at most. The path is extended to its new place.
void swap_with_predecessor(Path& path, int at) {
  rbnode* node = path.nodes[at];
  unsigned hangs = path.side_of(at);
  path.push(child(node, 0));
  while (child(path.nodes[path.length - 1], 1) != nullptr) {
    path.push(child(path.nodes[path.length - 1], 1));
  }
  int last = path.length - 1;
  rbnode* other = path.nodes[last];
  rbnode* left = child(node, 0);
  rbnode* right = child(node, 1);
  rbnode* others_left = child(other, 0);
  bool black = is_black(node);
  set_black(node, is_black(other));
  set_black(other, black);
  set_child(node, 0, others_left);
  set_child(node, 1, nullptr);
  set_child(other, 1, right);
  if (left == other) {
    set_child(other, 0, node);
  } else {
    set_child(other, 0, left);
    set_child(path.nodes[last - 1], 1, node);
  }
  path.hang(at, hangs, other);
  path.nodes[last] = node;
}

void push_left_side(_rb_foreach* f, rbnode* node) {
  for (; node != nullptr; node = child(node, 0)) {
    f->stack[f->top++] = node;
  }
}

}  // namespace

// Two nodes more than the longest path: the new one, and what a rotation adds.
#define HOSTED_PATH(tree)                                                                         \
  {                                                                                               \
    tree, static_cast<rbnode**>(                                                                  \
              __builtin_alloca((static_cast<unsigned>((tree)->max_depth) + 2) * sizeof(rbnode*))) \
  }

void rb_insert(rbtree* tree, rbnode* node) {
  node->children[0] = nullptr;
  node->children[1] = nullptr;
  if (tree->root == nullptr) {
    tree->root = node;
    tree->max_depth = 1;
    set_black(node, true);
    return;
  }
  Path path = HOSTED_PATH(tree);
  unsigned side = 0;
  for (rbnode* at = tree->root; at != nullptr; at = child(at, side)) {
    path.push(at);
    side = side_towards(tree, at, node);
  }
  set_child(path.nodes[path.length - 1], side, node);
  path.push(node);
  tree->max_depth = MAX(tree->max_depth, path.length);
  mend_insertion(path);
}

void rb_remove(rbtree* tree, rbnode* node) {
  Path path = HOSTED_PATH(tree);
  for (rbnode* at = tree->root; at != node; at = child(at, side_towards(tree, at, node))) {
    if (at == nullptr) {
      return;
    }
    path.push(at);
  }
  path.push(node);
  if (child(node, 0) != nullptr && child(node, 1) != nullptr) {
    swap_with_predecessor(path, path.length - 1);
  }
  int at = path.length - 1;
  unsigned side = path.side_of(at);
  rbnode* rest = child(node, 0) != nullptr ? child(node, 0) : child(node, 1);
  path.hang(at, side, rest);
  if (rest != nullptr) {
    set_black(rest, true);
  } else if (is_black(node)) {
    mend_removal(path, at, side);
  }
  if (tree->root == nullptr) {
    tree->max_depth = 0;
  }
}

bool rb_contains(rbtree* tree, rbnode* node) {
  rbnode* at = tree->root;
  while (at != nullptr && at != node) {
    at = child(at, side_towards(tree, at, node));
  }
  return at != nullptr;
}

rbnode* z_rb_child(rbnode* node, std::uint8_t side) {
  return child(node, side);
}

int z_rb_is_black(rbnode* node) {
  return is_black(node) ? 1 : 0;
}

rbnode* z_rb_get_minmax(rbtree* tree, std::uint8_t side) {
  rbnode* at = tree->root;
  while (at != nullptr && child(at, side) != nullptr) {
    at = child(at, side);
  }
  return at;
}

void z_rb_walk(rbnode* node, rb_visit_t visit_fn, void* cookie) {
  for (; node != nullptr; node = child(node, 1)) {
    z_rb_walk(child(node, 0), visit_fn, cookie);
    visit_fn(node, cookie);
  }
}

rbnode* z_rb_foreach_next(rbtree* tree, _rb_foreach* f) {
  if (f->top < 0) {
    f->top = 0;
    push_left_side(f, tree->root);
  }
  if (f->top == 0) {
    return nullptr;
  }
  rbnode* next = f->stack[--f->top];
  push_left_side(f, child(next, 1));
  return next;
}
