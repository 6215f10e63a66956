import type { FC } from 'hono/jsx';
import { mostPictureBytes, pictureTypes } from '../picture.ts';

/** Where a picture goes, and where its browser goes afterwards. */
export interface Upload {
  /** The storage's own address and fields: the file follows them. */
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  /** In the shop: a script asks there how to upload, and a browser that has uploaded goes there. */
  readonly donePath: string;
}

/**
 * A plain form that posts straight to storage. With scripts the same form shows how far it is.
 * Not every storage reads the type of the file itself, and a form cannot put it into a field: so the buyer says it.
 */
export const UploadForm: FC<Upload> = ({ url, fields, donePath }) => (
  <form
    method="post"
    action={url}
    enctype="multipart/form-data"
    class="upload"
    data-upload={donePath}
    data-most={String(mostPictureBytes)}
  >
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <p data-kind>
      <label for="kind">Kind of picture</label>
      <select id="kind" name="Content-Type">
        {Object.entries(pictureTypes).map(([type, { name }]) => (
          <option value={type}>{name}</option>
        ))}
      </select>
    </p>
    <label for="file">Your own picture</label>
    <input
      id="file"
      name="file"
      type="file"
      accept={Object.keys(pictureTypes).join()}
      aria-describedby="file-help"
      required
    />
    <p class="small" id="file-help">
      {`JPEG or PNG, at most ${mostPictureBytes / 1e6} MB. It goes straight to storage.`}
    </p>
    <button type="submit" class="quiet">
      Upload
    </button>
    <progress max="1" value="0" aria-label="Upload" hidden />
    <p role="status" class="small" />
  </form>
);
