// Boxes as the form has them lie on the photo as it was sent; as they are seen, on the turned one.

export function seen(box, turn) {
  let { x, y, width, height } = box;
  for (let turned = 0; turned < turn; turned += 90) {
    [x, y, width, height] = [100 - y - height, x, height, width];
  }
  return { x, y, width, height };
}

export function stored(box, turn) {
  return seen(box, (360 - turn) % 360);
}

// A photo that is turned is drawn anew, so that everything else can be placed as if it had come so.
export function turnedPicture(image, turn) {
  const canvas = document.createElement("canvas");
  const isUpright = turn % 180 === 0;
  canvas.width = isUpright ? image.naturalWidth : image.naturalHeight;
  canvas.height = isUpright ? image.naturalHeight : image.naturalWidth;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", image.alt);
  const pen = canvas.getContext("2d");
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.rotate((turn * Math.PI) / 180);
  pen.drawImage(image, -image.naturalWidth / 2, -image.naturalHeight / 2);
  return canvas;
}
