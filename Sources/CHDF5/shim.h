// HDF5 for Swift: what does not import is here as inline functions, with the prefix `chdf5_`.
//
// The library's constants are macros that start the library and read a variable; some calls are
// macros that stand for another version of themselves in each release.

#ifndef CHDF5_SHIM_H
#define CHDF5_SHIM_H

#include <hdf5.h>
#include <hdf5_hl.h>
#include <string.h>

// Files

static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned chdf5_exclusive(void) { return H5F_ACC_EXCL; }
static inline unsigned chdf5_read_write(void) { return H5F_ACC_RDWR; }

// Classes of property lists, and the default one

static inline hid_t chdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_file_creation(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_dataset_access(void) { return H5P_DATASET_ACCESS; }
static inline hid_t chdf5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline hid_t chdf5_group_creation(void) { return H5P_GROUP_CREATE; }
static inline hid_t chdf5_link_creation(void) { return H5P_LINK_CREATE; }
static inline hid_t chdf5_object_copy(void) { return H5P_OBJECT_COPY; }
static inline unsigned chdf5_without_attributes(void) { return H5O_COPY_WITHOUT_ATTR_FLAG; }

// Addresses and selections

static inline haddr_t chdf5_no_address(void) { return HADDR_UNDEF; }
static inline hid_t chdf5_all(void) { return H5S_ALL; }

// Types

static inline hid_t chdf5_int8(void) { return H5T_STD_I8LE; }
static inline hid_t chdf5_integer(int bytes, int is_signed, int is_big) {
  switch (bytes) {
  case 1: return is_signed ? H5T_STD_I8LE : H5T_STD_U8LE;
  case 2:
    return is_signed ? (is_big ? H5T_STD_I16BE : H5T_STD_I16LE)
                     : (is_big ? H5T_STD_U16BE : H5T_STD_U16LE);
  case 4:
    return is_signed ? (is_big ? H5T_STD_I32BE : H5T_STD_I32LE)
                     : (is_big ? H5T_STD_U32BE : H5T_STD_U32LE);
  default:
    return is_signed ? (is_big ? H5T_STD_I64BE : H5T_STD_I64LE)
                     : (is_big ? H5T_STD_U64BE : H5T_STD_U64LE);
  }
}
static inline hid_t chdf5_float(int bytes, int is_big) {
  if (bytes == 4) return is_big ? H5T_IEEE_F32BE : H5T_IEEE_F32LE;
  return is_big ? H5T_IEEE_F64BE : H5T_IEEE_F64LE;
}
static inline hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t chdf5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t chdf5_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }
static inline size_t chdf5_variable_length(void) { return H5T_VARIABLE; }

// Objects

// Where an object lies in its file, the same for all its names; 0 on success.
static inline int chdf5_object_address(hid_t object, uint64_t *address) {
#if H5_VERSION_GE(1, 12, 0)
  H5O_info2_t info;
  if (H5Oget_info3(object, &info, H5O_INFO_BASIC) < 0) return -1;
  memcpy(address, &info.token, sizeof *address);
#elif H5_VERSION_GE(1, 10, 3)
  H5O_info_t info;
  if (H5Oget_info2(object, &info, H5O_INFO_BASIC) < 0) return -1;
  *address = info.addr;
#else
  H5O_info_t info;
  if (H5Oget_info(object, &info) < 0) return -1;
  *address = info.addr;
#endif
  return 0;
}

// The kind of the link `name` in `group`: 0 hard, 1 soft, 64 external, others user-defined;
// negative on failure. `bytes` receives the length of a soft link's text.
static inline int chdf5_link_kind(hid_t group, const char *name, size_t *bytes) {
  H5L_info_t info;
  if (H5Lget_info(group, name, &info, H5P_DEFAULT) < 0) return -1;
  *bytes = info.type == H5L_TYPE_HARD ? 0 : info.u.val_size;
  return (int)info.type;
}

// Makes the same external link in another file; `bytes` as chdf5_link_kind gave it.
static inline herr_t chdf5_copy_external(hid_t from, hid_t to, const char *name, size_t bytes) {
  char value[4096];
  const char *file, *object;
  if (bytes > sizeof value || H5Lget_val(from, name, value, sizeof value, H5P_DEFAULT) < 0) return -1;
  if (H5Lunpack_elink_val(value, bytes, NULL, &file, &object) < 0) return -1;
  return H5Lcreate_external(file, object, to, name, H5P_DEFAULT, H5P_DEFAULT);
}

// Reads the chunk that starts at `offset` as it is in the file, `size` bytes; `mask` receives the
// filters that it has not gone through.
static inline herr_t chdf5_read_chunk(
  hid_t dataset, const hsize_t *offset, uint32_t *mask, void *buffer, size_t size) {
#if H5_VERSION_GE(2, 0, 0)
  return H5Dread_chunk2(dataset, H5P_DEFAULT, offset, mask, buffer, &size);
#else
  (void)size;
  return H5Dread_chunk(dataset, H5P_DEFAULT, offset, mask, buffer);
#endif
}

// Gives back what a read put on the heap for values of variable length.
static inline herr_t chdf5_reclaim(hid_t type, hid_t space, void *buffer) {
#if H5_VERSION_GE(1, 12, 0)
  return H5Treclaim(type, space, H5P_DEFAULT, buffer);
#else
  return H5Dvlen_reclaim(type, space, H5P_DEFAULT, buffer);
#endif
}

// A file that another program has open is refused where the file system has locks; where it has
// none, that is not asked.
static inline herr_t chdf5_lenient_locks(hid_t access) {
#if H5_VERSION_GE(1, 10, 7)
  return H5Pset_file_locking(access, 1, 1);
#else
  return access < 0 ? -1 : 0;
#endif
}

// Dimension scales: the path of the first scale of an axis; its length without the last zero, 0
// where there is none, negative on failure.

struct chdf5_scale {
  struct chdf5_text *text;
  ssize_t length;
};

struct chdf5_text {
  char *bytes;
  size_t size;
};

static inline herr_t chdf5_take_scale(hid_t dataset, unsigned axis, hid_t scale, void *data) {
  struct chdf5_scale *found = (struct chdf5_scale *)data;
  (void)dataset;
  (void)axis;
  found->length = H5Iget_name(scale, found->text->bytes, found->text->size);
  return 1;
}

static inline ssize_t chdf5_scale_path(hid_t dataset, unsigned axis, char *bytes, size_t size) {
  struct chdf5_text text = {bytes, size};
  struct chdf5_scale found = {&text, 0};
  if (H5DSiterate_scales(dataset, axis, NULL, chdf5_take_scale, &found) < 0) return -1;
  return found.length;
}

// Errors: the innermost message that the library left, at most `size` bytes with the last zero.

static inline herr_t chdf5_take_message(unsigned n, const H5E_error2_t *error, void *data) {
  struct chdf5_text *text = (struct chdf5_text *)data;
  if (n == 0 && error->desc) {
    strncpy(text->bytes, error->desc, text->size - 1);
    text->bytes[text->size - 1] = 0;
  }
  return 0;
}

static inline void chdf5_last_error(char *bytes, size_t size) {
  struct chdf5_text text = {bytes, size};
  bytes[0] = 0;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, chdf5_take_message, &text);
  H5Eclear2(H5E_DEFAULT);
}

static inline herr_t chdf5_be_silent(void) { return H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

#endif
